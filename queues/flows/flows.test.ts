import { describe, expect, it } from 'vitest';
import { datasetNames, datasets, sideDatasets, type DatasetName } from '../datasets.js';
import { jobs, type JobName } from '../jobs/index.js';
import { parsePayload, type LedgerKey } from '../jobs/contract.js';
import { isDue, slotsBetween } from '../slot.js';
import { chunksOf } from './chunks.js';
import { featureChunks, refreshFlow } from './refresh.js';
import { sideFlows, workOf } from './side.js';
import { nodesOf, type FlowNode } from './tree.js';

const slot = Date.UTC(2026, 0, 1, 0, 5);
const chunks = [['BTC', 'ETH'], ['SOL']];
const flow = (over = {}) => refreshFlow({ slot, chunks, round: 0, snapshots: true, ...over });

const datasetOf = (n: FlowNode): DatasetName | undefined => (jobs[n.name as JobName].ledger(n.data as never) as LedgerKey | undefined)?.dataset;

describe('the refresh flow', () => {
  it('is features over indicators over prices and bars, chunk by chunk', () => {
    expect(nodesOf(flow()).map((n) => n.opts.jobId)).toEqual([
      'features.2026-01-01T00-05Z',
      'indicators.2026-01-01T00-05Z.c1',
      'crypto-prices.2026-01-01T00-05Z.c1',
      'ohlc.2026-01-01T00-05Z.c1',
      'indicators.2026-01-01T00-05Z.c2',
      'crypto-prices.2026-01-01T00-05Z.c2',
      'ohlc.2026-01-01T00-05Z.c2',
    ]);
  });

  it('says for every child what its failure does to the parent', () => {
    for (const child of nodesOf(flow()).slice(1).concat(featureChunks({ slot, chunks, round: 0 }))) {
      expect(Number(child.opts.ignoreDependencyOnFailure === true) + Number(child.opts.failParentOnFailure === true)).toBe(1);
    }
  });

  it('has no job under two parents, unique ids without colons, and at most 200 children to a parent', () => {
    const many = flow({ chunks: chunksOf(Array.from({ length: 2_000 }, (_, i) => `S${i}`), 50) });
    const ids = nodesOf(many).map((n) => n.opts.jobId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.includes(':') || /^\d+$/.test(id))).toEqual([]);
    expect(Math.max(...nodesOf(many).map((n) => n.children?.length ?? 0))).toBeLessThanOrEqual(200);
  });

  it('carries payloads that their contracts accept, and a priority on every job', () => {
    for (const node of nodesOf(flow())) {
      expect(() => parsePayload(node.name, jobs[node.name as JobName] as never, node.data)).not.toThrow();
      expect(node.opts.priority).toBeGreaterThan(0);
    }
  });

  it('gives the same tree for the same request', () => {
    expect(flow()).toEqual(flow());
  });

  it('leaves snapshots out once the slot is over, and keeps what history can give', () => {
    const names = nodesOf(flow({ snapshots: false, round: 2 })).map((n) => n.opts.jobId);
    expect(names).not.toContain('crypto-prices.2026-01-01T00-05Z.c1.r2');
    expect(names).toContain('ohlc.2026-01-01T00-05Z.c1.r2');
  });

  it('puts repair rounds in a queue of their own', () => {
    expect(new Set(nodesOf(flow({ round: 1 })).map((n) => n.queueName))).toEqual(new Set(['repair']));
    expect(new Set(nodesOf(flow()).map((n) => n.queueName))).toEqual(new Set(['process', 'collect']));
  });
});

describe('the declared dependencies', () => {
  it('are acyclic', () => {
    const seen = new Set<string>();
    const visit = (name: DatasetName, path: string[]): void => {
      expect(path).not.toContain(name);
      seen.add(name);
      for (const up of datasets[name].after) visit(up as DatasetName, [...path, name]);
    };
    datasetNames.forEach((n) => visit(n, []));
    expect(seen.size).toBe(datasetNames.length);
  });

  it('are honoured for every slot of a day: an upstream is a descendant of what needs it', () => {
    for (const s of slotsBetween(slot, slot + 86_400_000, '5m')) {
      const tree = flow({ slot: s });
      for (const node of nodesOf(tree)) {
        // An edge to a side dataset cannot be in the tree: workers/upkeep/order.ts honours it.
        const needs = (datasets[datasetOf(node) as DatasetName].after as readonly DatasetName[]).filter((d) => datasets[d].part === 'chain');
        const below = new Set(nodesOf(node).slice(1).map(datasetOf));
        for (const need of needs) expect([...below]).toContain(need);
      }
    }
  });
});

describe('the side flows', () => {
  const midnight = Date.UTC(2026, 0, 1);
  const due = (s: number) => sideDatasets.filter((d) => isDue(s, datasets[d].every));
  const workAt = (s: number) => due(s).flatMap((d) => workOf(d, s, chunks));

  it('hold every edge between side datasets that are due together, for every slot of a day', () => {
    for (const s of slotsBetween(midnight, midnight + 86_400_000, '5m')) {
      const trees = sideFlows(workAt(s));
      for (const node of trees.flatMap(nodesOf)) {
        const below = new Set(nodesOf(node).slice(1).map(datasetOf));
        const needs = (datasets[datasetOf(node) as DatasetName].after as readonly DatasetName[]).filter((d) => due(s).includes(d));
        for (const need of needs) expect([...below]).toContain(need);
      }
      const ids = trees.flatMap(nodesOf).map((n) => n.opts.jobId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(workAt(s).length);
    }
  });

  it('say for every child that its failure does not sink the parent, and keep out of the chain\'s queues', () => {
    for (const tree of sideFlows(workAt(midnight))) {
      for (const c of nodesOf(tree).slice(1)) expect(c.opts.ignoreDependencyOnFailure).toBe(true);
      for (const n of nodesOf(tree)) expect(['survey', 'digest']).toContain(n.queueName);
    }
  });

  it('carry payloads that their contracts accept', () => {
    for (const node of sideFlows(workAt(midnight)).flatMap(nodesOf)) expect(() => parsePayload(node.name, jobs[node.name as JobName] as never, node.data)).not.toThrow();
  });

  it('are split by symbols where the source is, and one for everybody elsewhere', () => {
    expect(workOf('derivatives', midnight, chunks).map((w) => w.symbols)).toEqual(chunks);
    expect(workOf('macro', midnight, chunks).map((w) => w.symbols)).toEqual([[]]);
    expect(workOf('macro', midnight, []).map((w) => w.symbols)).toEqual([[]]);
  });
});

describe('chunks', () => {
  it('are even, sorted and stable, and 124 symbols are one chunk', () => {
    const symbols = Array.from({ length: 320 }, (_, i) => `S${String(i).padStart(3, '0')}`);
    expect(chunksOf(symbols).map((c) => c.length)).toEqual([160, 160]);
    expect(chunksOf(symbols.slice(0, 124)).length).toBe(1);
    expect(chunksOf([...symbols].reverse())).toEqual(chunksOf(symbols));
    expect(chunksOf([])).toEqual([]);
  });
});
