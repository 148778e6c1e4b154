/**
 * Every source fails, dawdles and lies in turn, in a farm of real processes with
 * all its sources on: the others keep their freshness, the validator names what
 * was wrong, nothing of it reaches a feature, and the source itself recovers.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasets, type DatasetName } from '#queues/datasets.js';
import { root } from '#queues/flows/tree.js';
import { createProducer, type Producer } from '#queues/producer.js';
import { silentLog } from '#queues/runtime/log.js';
import { realSleep } from '#queues/runtime/clock.js';
import { slotAt } from '#queues/slot.js';
import { sourceNames, sources, type SourceName } from '#queues/sources.js';
import { collectors } from '#workers/collectors/index.js';
import { hostNames, type HostName } from '#workers/upstream/addresses.js';
import { simulatorVariables } from './farm/environment.js';
import { isLie } from './simulator/lies.js';
import type { FaultKind, FaultRule } from './simulator/faults.js';
import { startFarm, type Child, type TestFarm } from './testing/farm.js';

/** A Monday, New York open, so that markets move too. */
const FARM_START = Date.UTC(2026, 5, 1, 15, 0, 2);
const SYMBOLS = ['BTC', 'ETH', 'SOL', 'XRP'];
/** What leaves a host unavailable stands between what does not, so that no breaker opens for long. */
const IN_TURN: readonly FaultKind[] = ['stale', 'timeout', 'future', 'reset', 'duplicate', 'server-error', 'zero-price', 'html', 'price-x1000', 'slow', 'truncated', 'garbage', 'error-in-200', 'rate-limit'];
/** As often as one call is tried. */
const TRIES = 3;
/** What must be said of a source's lies, in the quarantine or beside the rows. */
const SAID: Partial<Record<SourceName, Partial<Record<FaultKind, RegExp>>>> = {
  'crypto-prices': { 'zero-price': /is not above 0/, future: /ahead of our clock/, stale: /^stale$/, 'price-x1000': /^(jump|market_cap)$/ },
  ohlc: { 'zero-price': /a price is missing or not above 0/, future: /lies ahead/, 'price-x1000': /^(jump|disagrees:.+)$/ },
  derivatives: { 'zero-price': /is missing or not above 0/, future: /ahead of our clock/, stale: /^stale$/, 'price-x1000': /^(jump|disagrees:.+)$/ },
  coinbase: { 'zero-price': /not above 0/, 'price-x1000': /^(jump|disagrees:.+)$/ },
  'macro-fred': { 'price-x1000': /^jump$|lies outside/ },
  'macro-yahoo': { 'price-x1000': /^jump$|lies outside/ },
  'market-yahoo': { 'zero-price': /^jump$|lies outside/, 'price-x1000': /^jump$|lies outside/ },
  'fear-greed': { 'price-x1000': /does not lie in/ },
  onchain: { future: /of the future/, 'price-x1000': /lies outside/ },
};
/** A first look may find nothing to tell: they are watched from when they have. */
const SLOW_TO_BEGIN = new Set<string>(['narratives', 'patterns', 'trading_signals', 'regime'] satisfies DatasetName[]);
/** Those whose exchange closes come first. */
const ORDER = [...sourceNames].sort((a, b) => Number(b.includes('yahoo')) - Number(a.includes('yahoo')));

let farm: TestFarm;
let api: Child;
let producer: Producer;
beforeAll(async () => {
  const env = { SOURCES: 'all', ...simulatorVariables('http://replaced', 'sim'), ...Object.fromEntries(hostNames.map((h) => [`${h.toUpperCase()}_BUDGET`, 'minute:6000'])), UPSTREAM_TIMEOUT_MS: '1500' };
  farm = await startFarm({ clock: { speed: 20, farmMs: FARM_START }, symbols: SYMBOLS.join(','), simulator: { symbols: 8, slowMs: 300, coingeckoCallsPerMinute: 6_000, alphaVantageCallsPerDay: 6_000 }, env: Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'SIMULATOR_URL')) });
  producer = createProducer({ redis: farm.servers.redis, prefix: farm.servers.prefix, clock: farm.clock, log: silentLog() });
  [api] = await Promise.all([farm.start('api'), farm.start('collect'), farm.start('process'), farm.start('backfill')]);
  await farm.start('scheduler', { TICK_AT_START: 'true' });
}, 180_000);
afterAll(async () => {
  await producer?.close();
  await farm?.stop();
}, 60_000);

async function states(): Promise<Record<string, string>> {
  const health = (await (await fetch(`${api.url}/health`)).json()) as { datasets: Record<string, { state: string }> };
  return Object.fromEntries(Object.entries(health.datasets).map(([name, d]) => [name, d.state]));
}

const hostsOf = (source: SourceName): HostName[] => [collectors[source].host, ...(collectors[source].others ?? [])];

/** Datasets made of this one's rows, and those that ask the same hosts. */
function akin(source: SourceName): Set<DatasetName> {
  const own = new Set<DatasetName>(sourceNames.filter((s) => hostsOf(s).some((h) => hostsOf(source).includes(h))).map((s) => sources[s].dataset));
  for (const name of Object.keys(datasets) as DatasetName[]) if ((datasets[name].after as readonly DatasetName[]).some((d) => own.has(d))) own.add(name);
  return own;
}

let round = 900;
/** Asks a source once more, as a repair of the present slot, and waits for the end of it. */
async function runOnce(source: SourceName): Promise<string> {
  const slot = slotAt(farm.clock.nowMs(), datasets[sources[source].dataset].every);
  const node = root('collect', { v: 1, source, slot, chunk: 1, symbols: sources[source].scope === 'symbols' ? SYMBOLS : [], round: (round = round === 999 ? 100 : round + 1) }, datasets[sources[source].dataset].part === 'side' ? { queue: 'survey' } : {});
  await producer.addFlow(node);
  for (;;) {
    const state = await producer.stateOf(node.queueName, node.opts.jobId);
    if (state === 'completed' || state === 'failed' || state === 'unknown') return state;
    await realSleep(50);
  }
}

const rulesFor = (source: SourceName, kind: FaultKind): FaultRule[] => hostsOf(source).map((host) => ({ host, kind, ratio: 1, ...(isLie(kind) ? {} : { limit: TRIES }) }));

/** An item is put aside once a slot, with its first reason: it makes room for the next. */
async function clearQuarantine(source: SourceName): Promise<void> {
  const { mysql, databases: { prices } } = farm.servers.store;
  await mysql.run({ table: 'test', sql: `DELETE FROM \`${prices}\`.quarantine WHERE source = ?`, values: [source] });
}

/** As if it had not been read yet: it asks once more. */
async function forget(source: SourceName): Promise<void> {
  const { mysql, databases: { prices } } = farm.servers.store;
  if (source === 'ohlc') await mysql.run({ table: 'test', sql: `DELETE FROM \`${prices}\`.ohlc_data WHERE symbol = 'BTC' AND timeframe = '5m' ORDER BY open_time DESC LIMIT 2` });
  else await mysql.run({ table: 'test', sql: `DELETE FROM \`${prices}\`.source_cursors WHERE source = ?`, values: [source] });
}

/** Until its host has told this lie (or met this fault), and the validator has said what it must say of it. */
async function meet(source: SourceName, kind: FaultKind): Promise<void> {
  const since = farm.clock.now();
  const expected = SAID[source]?.[kind];
  const fired = () => farm.simulator.faults.rules.some((r) => r.host === collectors[source].host && r.fired > 0);
  await clearQuarantine(source);
  farm.simulator.faults.set(rulesFor(source, kind));
  const met = async () => {
    if (expected !== undefined || source === 'alpha-vantage' || source === 'ohlc') await forget(source);
    await runOnce(source);
    const reasons = await said(source, since);
    return { met: fired(), said: expected === undefined || reasons.some((r) => expected.test(r)) || reasons };
  };
  await expect.poll(met, { timeout: 60_000, interval: 200, message: `${source} under ${kind}` }).toEqual({ met: true, said: true });
}

/** Every reason given since an instant of the farm, in the quarantine and beside rows. */
async function said(source: SourceName, since: Date): Promise<string[]> {
  const { mysql, databases: { prices } } = farm.servers.store;
  const quarantined = await mysql.rows<{ reason: string }>({ table: 'test', sql: `SELECT DISTINCT reason FROM \`${prices}\`.quarantine WHERE source = ? AND ingested_at >= ?`, values: [source, since] });
  const beside = await Promise.all(['price_data_real', 'derivatives_data'].map((table) => mysql.rows<{ reasons: string }>({ table: 'test', sql: `SELECT DISTINCT quality_reasons AS reasons FROM \`${prices}\`.${table} WHERE ingested_at >= ? AND quality_reasons IS NOT NULL`, values: [since] })));
  return [...quarantined.map((r) => r.reason), ...beside.flat().flatMap((r) => JSON.parse(r.reasons) as string[])];
}

describe('a source that fails, dawdles and lies', () => {
  it('stands among others that are all fresh', async () => {
    await expect.poll(async () => Object.entries(await states()).filter(([name, state]) => state !== 'fresh' && !SLOW_TO_BEGIN.has(name)), { timeout: 240_000, interval: 1_000 }).toEqual([]);
  }, 250_000);

  it.each(ORDER)('%s: the others stay fresh, its lies are named, it recovers', async (source) => {
    await expect.poll(() => runOnce(source), { timeout: 60_000, interval: 250 }).toBe('completed');
    const fresh = Object.entries(await states()).filter(([name, state]) => state === 'fresh' && !akin(source).has(name as DatasetName)).map(([name]) => name);
    for (const kind of IN_TURN) await meet(source, kind);
    farm.simulator.faults.clear();
    await expect.poll(() => runOnce(source), { timeout: 60_000, interval: 250 }).toBe('completed');
    // An hourly slot of another source may be under way just now.
    await expect.poll(async () => Object.entries(await states()).filter(([name, state]) => fresh.includes(name) && state !== 'fresh'), { timeout: 20_000, interval: 500 }).toEqual([]);
  }, 400_000);
});

describe('after all of it', () => {
  it('no feature was computed from a lie: prices are those of the market at their time', async () => {
    const { mysql, databases: { prices } } = farm.servers.store;
    const rows = await mysql.rows<{ symbol: string; timestamp: Date; price: number }>({ table: 'test', sql: `SELECT symbol, timestamp, price FROM \`${prices}\`.ml_features_materialized WHERE price IS NOT NULL` });
    expect(rows.length).toBeGreaterThan(SYMBOLS.length * 3);
    const truth = (symbol: string, at: Date) => farm.simulator.source.snapshot(farm.simulator.source.assets.find((a) => a.symbol === symbol)!, at.getTime())!.price;
    expect(rows.filter((r) => Math.abs(r.price / truth(r.symbol, r.timestamp) - 1) > 0.1)).toEqual([]);
  });

  it('nothing of the future, nothing twice, and no bar or level of another size was stored', async () => {
    const { mysql, databases: { prices, stock } } = farm.servers.store;
    const count = async (sql: string): Promise<number> => (await mysql.rows<{ n: number }>({ table: 'test', sql: `SELECT COUNT(*) AS n FROM ${sql}` }))[0]!.n;
    expect(await count(`\`${stock}\`.news_articles WHERE published_at > ingested_at + INTERVAL 15 MINUTE`)).toBe(0);
    expect(await count(`\`${prices}\`.social_posts WHERE posted_at > ingested_at + INTERVAL 15 MINUTE`)).toBe(0);
    expect(await count(`\`${prices}\`.derivatives_data WHERE observed_at > ingested_at + INTERVAL 15 MINUTE`)).toBe(0);
    expect(await count(`\`${prices}\`.macro_indicators WHERE available_at > ingested_at + INTERVAL 1 DAY`)).toBe(0);
    for (const table of ['ohlc_data', 'macro_indicators']) {
      const [group, value] = table === 'ohlc_data' ? ['symbol', 'close'] : ['series', 'NULLIF(ABS(value), 0)'];
      const wide = await mysql.rows({ table: 'test', sql: `SELECT ${group} AS name, MAX(${value}) / MIN(${value}) AS ratio FROM \`${prices}\`.${table} GROUP BY ${group} HAVING ratio > 100` });
      expect(wide).toEqual([]);
    }
  });

  it('every kind of lie was among what the sources met', () => {
    expect(IN_TURN.filter(isLie)).toHaveLength(5);
  });
});
