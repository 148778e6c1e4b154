/**
 * A flow as plain data: what BullMQ will be asked to add, testable without Redis.
 *
 * Two of BullMQ's traps are closed by construction: every child says what its
 * failure does to the parent (without it the parent waits for ever), and a tree
 * cannot express a child under two parents (the second would hang).
 */
import { jobs, type JobName, type Payload } from '../jobs/index.js';
import { PRIORITIES } from '../datasets.js';
import { RETENTION, type QueueName } from '../topology.js';

/** `ignore`: the parent runs and knows who failed. `fail`: a strict link. */
export type OnFailure = 'ignore' | 'fail';

export interface FlowNode {
  name: string;
  queueName: QueueName;
  data: unknown;
  opts: {
    jobId: string;
    attempts: number;
    backoff: { type: string; delay: number };
    priority: number;
    removeOnComplete: { age: number; count: number };
    removeOnFail: { age: number; count: number };
    ignoreDependencyOnFailure?: true;
    failParentOnFailure?: true;
  };
  children?: FlowNode[];
}

/** The name of the farm's own backoff: exponential, jittered, capped (`workers/host/backoff.ts`). */
export const BACKOFF = 'farm';

export interface NodeOptions {
  /** The lane: live work in its own queue, catching up in `repair`. */
  queue?: QueueName;
  children?: FlowNode[];
}

/** The root of a flow, or a job on its own. */
export function root<N extends JobName>(name: N, payload: Payload<N>, options: NodeOptions = {}): FlowNode {
  const contract = jobs[name];
  const p = payload as never;
  return {
    name,
    queueName: options.queue ?? contract.queue,
    data: payload,
    opts: {
      jobId: contract.id(p),
      attempts: contract.attempts,
      backoff: { type: BACKOFF, delay: contract.backoffMs },
      priority: PRIORITIES[contract.priority(p)],
      ...RETENTION,
    },
    ...(options.children?.length ? { children: options.children } : {}),
  };
}

/** A child; what its failure does to the parent is not optional. */
export function child<N extends JobName>(onFailure: OnFailure, name: N, payload: Payload<N>, options: NodeOptions = {}): FlowNode {
  const node = root(name, payload, options);
  return { ...node, opts: { ...node.opts, ...(onFailure === 'fail' ? { failParentOnFailure: true } : { ignoreDependencyOnFailure: true }) } };
}

/** Every node of a tree, parents before children. */
export const nodesOf = (node: FlowNode): FlowNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];
