/** Kubernetes' own schemas, and those of the operators, as npm carries them: what an API server would say of an object's shape. */
import type { Manifest } from './helm.js';

interface Model {
  validate(): void;
}
type Maker = new (manifest: unknown) => Model;

/** Group → the package that knows it; the core's own groups have none of their own. */
const operators: Readonly<Record<string, string>> = { 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator', 'keda.sh': '@kubernetes-models/keda' };

/** @throws Error where no schema knows the kind, or the object breaks it. */
export async function validate(manifest: Manifest): Promise<void> {
  const { apiVersion, kind, metadata } = manifest;
  const group = apiVersion.split('/')[0] as string;
  const from = `${operators[group] ?? 'kubernetes-models'}/${apiVersion}`;
  const models = (await import(from)) as Record<string, Maker | undefined>;
  const Model = models[kind];
  if (!Model) throw new Error(`${from} knows no ${kind}`);
  try {
    new Model(manifest).validate();
  } catch (error) {
    throw new Error(`${kind} ${metadata.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
