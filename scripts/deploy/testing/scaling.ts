/** What the simulator is fed with: the autoscalers as the chart renders them, and the facts of their pools. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PoolName } from '#queues/topology.js';
import type { HpaSpec, ScalingRules } from '../hpa/decide.js';
import type { PoolFacts } from '../hpa/simulate.js';
import { CHART, one, overlay, render } from './helm.js';

export interface Declared {
  slots: number;
  meanJobSeconds: number;
  drainSeconds: number;
  maxReplicas: number;
}
interface RenderedHpa {
  minReplicas: number;
  maxReplicas: number;
  metrics: { external: { target: { averageValue: string } } }[];
  behavior: { scaleUp: ScalingRules; scaleDown: ScalingRules };
}
interface RenderedScaledObject {
  minReplicaCount: number;
  maxReplicaCount: number;
  triggers: { metadata: { targetValue: string } }[];
  advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: ScalingRules; scaleDown: ScalingRules } } };
}

const workload = (pool: PoolName): string => `farm-crypto-data-farm-worker-${pool}`;
const values = parse(readFileSync(`${CHART}/values.yaml`, 'utf8'), { merge: true }) as { workers: { pools: Record<PoolName, Declared> } };

/** As values.yaml says it. */
export const declared = (pool: PoolName): Declared => values.workers.pools[pool];

export function hpaOf(pool: PoolName): HpaSpec {
  const spec = one(render(...overlay('production', 'autoscaling.mode=hpa-external')), 'HorizontalPodAutoscaler', workload(pool)).spec as unknown as RenderedHpa;
  return { minReplicas: spec.minReplicas, maxReplicas: spec.maxReplicas, averageValue: Number(spec.metrics[0]?.external.target.averageValue), ...spec.behavior };
}

/** The HPA that KEDA would make of its ScaledObject. */
export function kedaOf(pool: PoolName): HpaSpec {
  const spec = one(render(...overlay('production')), 'ScaledObject', workload(pool)).spec as unknown as RenderedScaledObject;
  return { minReplicas: spec.minReplicaCount, maxReplicas: spec.maxReplicaCount, averageValue: Number(spec.triggers[0]?.metadata.targetValue), ...spec.advanced.horizontalPodAutoscalerConfig.behavior };
}

/** Drain and grace as the pool's pods have them; the demand as slowly as Prometheus sees it. */
export function factsOf(pool: PoolName): PoolFacts {
  const all = render(...overlay('production', 'autoscaling.mode=hpa-external'));
  const pod = (one(all, 'Deployment', workload(pool)).spec as { template: { spec: { terminationGracePeriodSeconds: number } } }).template.spec;
  const { slots, meanJobSeconds } = declared(pool);
  return {
    slots,
    jobSeconds: meanJobSeconds,
    startSeconds: 20,
    drainSeconds: Number(one(all, 'ConfigMap', 'farm-crypto-data-farm-runtime').data?.['DRAIN_TIMEOUT_MS']) / 1_000,
    graceSeconds: pod.terminationGracePeriodSeconds,
    scrapeSeconds: 30,
  };
}
