import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UpstreamError } from '#queues/errors.js';
import { child, root } from '#queues/flows/tree.js';
import { awaitChildren, done, skip, snooze } from '#queues/outcome.js';
import { testWorker, type TestWorker } from './testing.js';

let worker: TestWorker;
const slotNow = Math.floor(Date.now() / 300_000) * 300_000;
let slot = slotNow;

beforeAll(async () => {
  worker = await testWorker();
});
afterAll(async () => worker.cleanup());

/** A payload of a slot nobody else in this file uses. */
const next = () => {
  slot -= 300_000;
  return { v: 1 as const, slot, chunk: 1, symbols: ['BTC'], round: 1 };
};
const ledgerOf = async (at: number) => (await worker.services.store.ledger.between(at, at + 1)).map((r) => ({ dataset: r.dataset, chunk: r.chunk, state: r.state, rows: r.rows_written, reason: r.reason }));
const open = (at: number, dataset = 'technical_indicators', chunk = 1) => worker.services.store.ledger.open([{ dataset, slot: new Date(at), chunk, symbols: ['BTC'], opened_at: new Date() }]);
const count = async (job: string, outcome: string) => (await worker.services.metrics.jobs.get()).values.filter((v) => v.labels.job === job && v.labels.outcome === outcome).reduce((n, v) => n + v.value, 0);

describe('a job that runs', () => {
  it('settles its ledger row after its work, as done, partial or missed with the reason', async () => {
    const outcomes = [done(5), done(4, [{ symbol: 'BTC', reason: 'no bar' }]), skip('nothing due')];
    const payloads = outcomes.map(next);
    const host = await worker.host(['process'], { indicators: async (p) => outcomes[payloads.findIndex((q) => q.slot === p.slot)] as (typeof outcomes)[number] });
    for (const p of payloads) {
      await open(p.slot);
      await worker.services.producer.addFlow(root('indicators', p));
    }
    await expect.poll(async () => (await Promise.all(payloads.map((p) => ledgerOf(p.slot)))).flat().map((r) => r.state)).toEqual(['done', 'partial', 'missed']);
    expect((await ledgerOf(payloads[1]!.slot))[0]).toMatchObject({ rows: 4, reason: '1 missing, such as BTC: no bar' });
    expect((await ledgerOf(payloads[2]!.slot))[0]?.reason).toBe('nothing due');
    await host.drain(1_000);
  });

  it('gets its attempt back when the upstream says 429, and succeeds afterwards', async () => {
    const payload = next();
    const attempts: number[] = [];
    const host = await worker.host(['process'], {
      indicators: async (_p, ctx) => {
        attempts.push(ctx.job.attempt);
        if (attempts.length <= 6) throw new UpstreamError('throttled', '429', { host: 'binance', waitMs: 20 });
        return done(1);
      },
    });
    await open(payload.slot);
    await worker.services.producer.addFlow(root('indicators', payload));
    await expect.poll(async () => (await ledgerOf(payload.slot))[0]?.state).toBe('done');
    // Six waits, four attempts allowed: none of them was spent.
    expect(attempts).toEqual([1, 1, 1, 1, 1, 1, 1]);
    await host.drain(1_000);
  });

  it('is retried while retrying may help, then recorded as missed with the last reason', async () => {
    const payload = next();
    let runs = 0;
    const host = await worker.host(['process'], { indicators: async () => Promise.reject(new Error(`broken ${++runs}`)) });
    await open(payload.slot);
    const node = root('indicators', payload);
    await worker.services.producer.addFlow({ ...node, opts: { ...node.opts, attempts: 3, backoff: { type: 'farm', delay: 5 } } });
    await expect.poll(async () => (await ledgerOf(payload.slot))[0]?.state).toBe('missed');
    expect(runs).toBe(3);
    expect((await ledgerOf(payload.slot))[0]?.reason).toBe('broken 3');
    await host.drain(1_000);
  });

  it('of an older payload version is refused at once, by name, and nothing runs', async () => {
    const payload = next();
    let runs = 0;
    const host = await worker.host(['process'], { indicators: async () => (runs++, done(1)) });
    const failed = await count('indicators', 'failed');
    const node = root('indicators', payload);
    await worker.services.producer.addFlow({ ...node, data: { ...payload, v: 0 } });
    await expect.poll(() => count('indicators', 'failed')).toBe(failed + 1);
    const job = await worker.services.producer.queue('process').getJob(node.opts.jobId);
    expect(job?.failedReason).toMatch(/version 0; this worker speaks version 1/);
    expect(runs).toBe(0);
    await host.drain(1_000);
  });

  it('may snooze, and comes back', async () => {
    const payload = next();
    let runs = 0;
    const host = await worker.host(['process'], { indicators: async () => (++runs === 1 ? snooze(20, 'not yet') : done(1)) });
    await open(payload.slot);
    await worker.services.producer.addFlow(root('indicators', payload));
    await expect.poll(async () => (await ledgerOf(payload.slot))[0]?.state).toBe('done');
    expect(runs).toBe(2);
    await host.drain(1_000);
  });

  it('may add children to itself and settle when they have finished, failed ones included', async () => {
    const payload = next();
    const seen: string[] = [];
    const part = (chunk: number) => ({ ...payload, chunk, round: 0 });
    const host = await worker.host(['process'], {
      features: async (_p, ctx) => {
        if (ctx.job.childrenDone) {
          seen.push(`settled after ${Object.keys(await ctx.job.failedChildren()).length} failure`);
          return done(2);
        }
        for (const chunk of [1, 2]) await ctx.producer.addChild(child('ignore', 'feature-chunk', part(chunk)), { id: ctx.job.id, queue: ctx.job.queueKey });
        return awaitChildren;
      },
      'feature-chunk': async (p) => {
        seen.push('chunk');
        if (p.chunk === 2) throw new UpstreamError('refused', 'no', { host: 'binance' });
        return done(1);
      },
    });
    await open(payload.slot, 'ml_features', 0);
    await worker.services.producer.addFlow(root('features', { v: 1, slot: payload.slot, chunks: [['BTC'], ['ETH']], round: 0 }));
    await expect.poll(async () => (await ledgerOf(payload.slot)).find((r) => r.chunk === 0)?.state).toBe('done');
    expect(seen).toEqual(['chunk', 'chunk', 'settled after 1 failure']);
    await host.drain(1_000);
  });
});

describe('a drain', () => {
  it('lets a running job finish within its time', async () => {
    const payload = next();
    let finish: (() => void) | undefined;
    const host = await worker.host(['process'], { indicators: () => new Promise((resolve) => (finish = () => resolve(done(1)))) });
    await open(payload.slot);
    await worker.services.producer.addFlow(root('indicators', payload));
    // Active in Redis is a moment before running here.
    await expect.poll(() => finish).toBeDefined();
    const drained = host.drain(10_000);
    finish?.();
    await drained;
    expect((await ledgerOf(payload.slot))[0]?.state).toBe('done');
  });

  it('hands back what takes longer: no attempt is spent and another worker runs it', async () => {
    const payload = next();
    const slow = await worker.host(['process'], { indicators: () => new Promise(() => undefined) });
    await open(payload.slot);
    const { jobId } = root('indicators', payload).opts;
    await worker.services.producer.addFlow(root('indicators', payload));
    await expect.poll(() => worker.services.producer.stateOf('process', jobId)).toBe('active');
    await slow.drain(50);
    expect(['waiting', 'prioritized']).toContain(await worker.services.producer.stateOf('process', jobId));
    let attempt = 0;
    const other = await worker.host(['process'], { indicators: async (_p, ctx) => ((attempt = ctx.job.attempt), done(1)) });
    await expect.poll(async () => (await ledgerOf(payload.slot))[0]?.state).toBe('done');
    expect(attempt).toBe(1);
    await other.drain(1_000);
  });
});
