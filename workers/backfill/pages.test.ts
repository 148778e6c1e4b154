import { describe, expect, it } from 'vitest';
import { done, skip, snooze } from '#queues/outcome.js';
import { asset } from '../collectors/testing/fixture.js';
import { callsFor, pagesOver } from './pages.js';
import { MOST_TRIES, whatBecomes } from './settle.js';

const FIVE = 300_000;
const START = Date.UTC(2026, 0, 1);
const at = (i: number): number => START + i * FIVE;
const run = (from: number, to: number) => ({ from: at(from), to: at(to) });

describe('pages over missing bars', () => {
  it('hold as many bars as one answer, and reach over bars that are there where that saves a call', () => {
    expect(pagesOver([run(0, 2_500)], FIVE, 1_000)).toEqual([run(0, 1_000), run(1_000, 2_000), run(2_000, 2_500)]);
    expect(pagesOver([run(0, 1), run(5, 7), run(999, 1_200)], FIVE, 1_000)).toEqual([run(0, 1_000), run(1_000, 1_200)]);
    expect(pagesOver([run(0, 1), run(5_000, 5_001)], FIVE, 1_000)).toEqual([run(0, 1), run(5_000, 5_001)]);
    expect(pagesOver([], FIVE, 1_000)).toEqual([]);
  });

  it('are asked for at the symbol’s own venue, each under a name of its own', () => {
    const binance = callsFor(asset({ symbol: 'BTC', venues: { binance: 'BTCUSDT', coinbase: 'BTC-USD' } }), '5m', [run(0, 1_500)]);
    expect(binance.map((c) => [c.query['startTime'], c.query['endTime'], c.query['limit'], c.instead])).toEqual([[at(0), at(999), 1_000, undefined], [at(1_000), at(1_499), 500, undefined]]);
    expect(new Set(binance.map((c) => c.item)).size).toBe(2);
    const coinbase = callsFor(asset({ symbol: 'HYPE', venues: { coinbase: 'HYPE-USD' } }), '5m', [run(0, 301)]);
    expect(coinbase.map((c) => [c.host, c.query['start'], c.query['end']])).toEqual([['coinbase_exchange', new Date(at(0)).toISOString(), new Date(at(299)).toISOString()], ['coinbase_exchange', new Date(at(300)).toISOString(), new Date(at(300)).toISOString()]]);
  });
});

describe('a chunk whose job has ended', () => {
  const [lost, never] = [{ symbol: 'A', reason: 'timed out' }, { symbol: 'B', reason: 'no venue', permanent: true }];

  it('is done where nothing can bring what is missing, and tried again, later each time, where something can', () => {
    expect(whatBecomes(done(5, [never]), 0)).toMatchObject({ state: 'done', rows: 5, missing: [never], reason: '1 missing, such as B: no venue' });
    const waits = Array.from({ length: MOST_TRIES }, (_, n) => whatBecomes(done(4, [lost, never]), n));
    expect(waits.map((w) => w?.state)).toEqual(['open', 'open', 'open', 'open', 'partial']);
    expect(waits[3]?.againMs).toBe(27 * (waits[0]?.againMs ?? 0));
  });

  it('has failed at once where trying again is hopeless, and is left alone where it was stopped or put off', () => {
    expect(whatBecomes({ kind: 'failed', reason: 'refused', hopeless: true }, 0)).toMatchObject({ state: 'failed', reason: 'refused' });
    expect(whatBecomes({ kind: 'failed', reason: 'reset', hopeless: false }, 0)).toMatchObject({ state: 'open' });
    expect(whatBecomes({ kind: 'failed', reason: 'reset', hopeless: false }, MOST_TRIES - 1)).toMatchObject({ state: 'failed' });
    expect([whatBecomes(skip('paused'), 0), whatBecomes(snooze(5, 'no budget'), 0)]).toEqual([undefined, undefined]);
  });
});
