/**
 * What runs beside the main chain in the slots in which it is due:
 *
 *   narratives(slot) ← sentiment(slot) ← collect crypto-news, stock-news, social-reddit, social-twitter
 *   collect macro-fred, onchain, derivatives(c1 …) …      each on its own
 *   patterns(slot, c1 …), signals(slot), regime(slot)
 *
 * A parent runs whatever became of its children: sentiment scores what is there.
 * Edges a tree cannot hold (news after prices, patterns after indicators) are
 * honoured by the ledger: see `workers/upkeep/order.ts`.
 */
import { datasets, type DatasetName } from '../datasets.js';
import type { JobName, Payload } from '../jobs/index.js';
import { PAYLOAD_VERSION as v } from '../jobs/contract.js';
import { sideSources, sources } from '../sources.js';
import { child, root, type FlowNode } from './tree.js';

/** One unit of side work: a row of the ledger. */
export interface SideWork {
  dataset: DatasetName;
  slot: number;
  chunk: number;
  symbols: readonly string[];
}

type Digest = 'sentiment' | 'narratives' | 'patterns' | 'signals' | 'regime';
const digests: Readonly<Partial<Record<DatasetName, Digest>>> = { sentiment_analysis: 'sentiment', narratives: 'narratives', patterns: 'patterns', trading_signals: 'signals', regime: 'regime' };
/** Datasets whose work is split by symbols. */
const bySymbols = new Set<DatasetName>(['patterns', ...sideSources.filter((s) => sources[s].scope === 'symbols').map((s) => sources[s].dataset)]);

/** The work a dataset asks for at a slot. @param chunks symbols by chunk, as in the main chain. */
export function workOf(dataset: DatasetName, slot: number, chunks: readonly (readonly string[])[]): SideWork[] {
  const split = bySymbols.has(dataset) ? chunks : [[]];
  return split.map((symbols, i) => ({ dataset, slot, chunk: i + 1, symbols }));
}

type Node = (name: JobName, payload: Payload<'collect'> | Payload<Digest>, children?: FlowNode[]) => FlowNode;

/** Side work is `survey` for what asks upstreams, `digest` for the rest; a repair keeps to the same queue, which is not the live chain's. */
function nodeOf(make: Node, { dataset, slot, chunk, symbols }: SideWork, round: number, children?: FlowNode[]): FlowNode {
  const digest = digests[dataset];
  if (digest) return make(digest, { v, slot, chunk, symbols: [...symbols], round }, children);
  const source = sideSources.find((s) => sources[s].dataset === dataset);
  if (!source) throw new RangeError(`no job makes the dataset ${dataset}`);
  return make('collect', { v, source, slot, chunk, symbols: [...symbols], round });
}

const queueOf = (name: JobName): { queue?: 'survey' } => (name === 'collect' ? { queue: 'survey' } : {});
const asRoot: Node = (name, payload, children) => root(name, payload as never, { ...queueOf(name), ...(children ? { children } : {}) });
const asChild: Node = (name, payload, children) => child('ignore', name, payload as never, { ...queueOf(name), ...(children ? { children } : {}) });

/** A piece of work on its own: how a repair enqueues it. */
export const sideJob = (work: SideWork, round: number): FlowNode => nodeOf(asRoot, work, round);

/** Pure: the trees of a slot's side work. What feeds a digest that is due as well is its child; the rest stands alone. */
export function sideFlows(work: readonly SideWork[]): FlowNode[] {
  const of = (dataset: DatasetName): SideWork[] => work.filter((w) => w.dataset === dataset);
  const below = (dataset: DatasetName): DatasetName[] => (datasets[dataset].after as readonly DatasetName[]).filter((d) => datasets[d].part === 'side');
  const parents = new Set(work.flatMap((w) => below(w.dataset)).filter((d) => of(d).length > 0));
  const tree = (make: Node, w: SideWork): FlowNode => {
    const children = below(w.dataset).flatMap(of).map((c) => tree(asChild, c));
    return nodeOf(make, w, 0, children.length > 0 ? children : undefined);
  };
  return work.filter((w) => !parents.has(w.dataset)).map((w) => tree(asRoot, w));
}

/** The job's queue and id: what Redis is asked for when the ledger wonders. */
export function placeOf(work: SideWork, round: number): { queue: FlowNode['queueName']; id: string } {
  const node = sideJob(work, round);
  return { queue: node.queueName, id: node.opts.jobId };
}
