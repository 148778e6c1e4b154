/**
 * A model's files in the models folder: what must be there, what its config
 * says, and the version derived from them. Reads; never loads a model.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SentimentConfig } from '../config.js';
import { ModelRefused } from './labels.js';

export interface ModelSpec {
  /** owner/name. */
  model: string;
  /** Where models lie. */
  folder: string;
  precision: SentimentConfig['MODEL_PRECISION'];
  mayDownload: boolean;
}

const suffix = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4' } as const;
const configFile = (spec: ModelSpec): string => join(spec.folder, spec.model, 'config.json');
const weightsFile = (spec: ModelSpec): string => join(spec.folder, spec.model, 'onnx', `model${suffix[spec.precision]}.onnx`);

const modelConfig = z.object({ id2label: z.record(z.string(), z.string()), problem_type: z.string().nullish() });

/** @throws ModelRefused naming the first file that is missing. */
export async function requireFiles(spec: ModelSpec): Promise<void> {
  for (const file of [configFile(spec), join(spec.folder, spec.model, 'tokenizer.json'), weightsFile(spec)]) {
    await stat(file).catch(() => {
      throw new ModelRefused(`${file} is missing`);
    });
  }
}

/** @throws ModelRefused where config.json names no labels or the classes are not exclusive. */
export async function readLabels(spec: ModelSpec): Promise<Readonly<Record<string, string>>> {
  const parsed = modelConfig.safeParse(JSON.parse(await readFile(configFile(spec), 'utf8')));
  if (!parsed.success) throw new ModelRefused('its config.json has no id2label');
  if (parsed.data.problem_type === 'multi_label_classification') throw new ModelRefused('its classes do not exclude each other (multi_label_classification)');
  return parsed.data.id2label;
}

/** `owner/name@<12 hex digits>` of the config's content and the size of the weights: a new export is a new version. */
export async function versionOf(spec: ModelSpec): Promise<string> {
  const [config, weights] = await Promise.all([readFile(configFile(spec)), stat(weightsFile(spec))]);
  const hash = createHash('sha256').update(config).update(`${spec.precision}:${weights.size}`).digest('hex');
  return `${spec.model}@${hash.slice(0, 12)}`;
}
