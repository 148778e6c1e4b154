/**
 * What the tables beside prices and bars held about a chunk's coins at a slot:
 * futures, their chains' value locked, regimes, correlations. One query a table;
 * what was settled an hour or a quarter before is remembered.
 */
import { createHash } from 'node:crypto';
import type { CorrelationFact, OnchainFact, RegimeFact, SettledFunding, Store } from '../../store/index.js';
import type { DerivativesRow } from '../../store/tables/signals.js';
import { AGE_LIMITS } from './age-limits.js';
import { memoryOf, settledBefore, type Memory, type Remembered } from './memory.js';
import type { Futures, Snapshot } from './views/derivatives.js';
import { correlated } from './views/insight.js';
import { DAY, HOUR, MINUTE } from './views/view.js';

export interface OwnReads extends Remembered {
  /** Left out where nothing is stored meanwhile. */
  cursors?: Pick<Store['cursors'], 'of'>;
  onchain: Pick<Store['onchain'], 'asOf'>;
  derivatives: Pick<Store['derivatives'], 'asOf'>;
  insights: Pick<Store['insights'], 'settledFunding' | 'regimes' | 'correlations'>;
}

export interface Own {
  futures: ReadonlyMap<string, Futures>;
  locked: ReadonlyMap<string, readonly OnchainFact[]>;
  /** Of the coins and of MARKET. */
  regimes: ReadonlyMap<string, RegimeFact>;
  correlations: ReadonlyMap<string, readonly CorrelationFact[]>;
}

interface Chunk {
  store: OwnReads;
  memory: Memory;
  symbols: readonly string[];
  at: number;
  /** Names the chunk in the memory. */
  name: string;
  /** How far the futures had been read. */
  read: { funding: string; interest: string };
}

const QUARTER = 15 * MINUTE;
const CORRELATION = { series: correlated, windowDays: 30 } as const;

function grouped<R extends { symbol: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.symbol);
    if (group) group.push(row);
    else groups.set(row.symbol, [row]);
  }
  return groups;
}

const snapshot = ({ symbol, venue, basis, funding_rate, funding_interval_hours, open_interest, open_interest_value, volume_24h, available_at }: DerivativesRow): Snapshot => ({
  symbol, venue, basis, funding_rate, funding_interval_hours, open_interest, open_interest_value, volume_24h, available_at,
});

const figures = ['basis', 'funding_rate', 'funding_interval_hours', 'open_interest', 'open_interest_value', 'volume_24h'] as const;

/** One snapshot per venue: the newer one, its gaps filled from the older. */
function completed(newer: readonly Snapshot[], older: readonly Snapshot[]): Snapshot[] {
  const venues = new Map(older.map((row) => [row.venue, row]));
  for (const row of newer) {
    const before = venues.get(row.venue);
    const whole = { ...row };
    for (const figure of before ? figures : []) if (whole[figure] === null) whole[figure] = before?.[figure] ?? null;
    venues.set(row.venue, whole);
  }
  return [...venues.values()];
}

/**
 * How far the futures have been read, as a name. What was paid and what was open long
 * ago may arrive late, at first sight or after an outage: the positions move with it,
 * and what is remembered from before is not asked for again.
 */
async function readSoFar({ cursors }: OwnReads): Promise<Chunk['read']> {
  const positions = [...((await cursors?.of('derivatives')) ?? [])];
  const named = (kind: string): string => createHash('sha1').update(JSON.stringify(positions.filter(([item]) => item.startsWith(kind)))).digest('base64');
  return { funding: named('funding '), interest: named('interest ') };
}

/** Snapshots as they stood at an instant that is settled; remembered. */
const snapshotsAt = ({ store, memory, symbols, name, read }: Chunk, instant: number): Promise<Map<string, Snapshot[]>> =>
  memory.remember(`futures at ${instant} of ${name}, read up to ${read.interest}`, async () => grouped((await store.derivatives.asOf(symbols, instant, AGE_LIMITS.derivatives)).map(snapshot)));

const settledOfDay = ({ store, memory, symbols, name, at, read }: Chunk): Promise<Map<string, SettledFunding[]>> => {
  const hour = settledBefore(at, HOUR);
  return memory.remember(`funding until ${hour} of ${name}, read up to ${read.funding}`, async () => grouped(await store.insights.settledFunding(symbols, hour - DAY, hour)));
};

/** Coins of which nothing is known may be left out. The bulk stood a quarter of an hour ago; only what came since is read every time. */
async function futuresOf(chunk: Chunk): Promise<Map<string, Futures>> {
  const { store, symbols, at } = chunk;
  const settled = settledBefore(at, QUARTER);
  const [base, since, hourAgo, dayAgo, funding] = await Promise.all([
    snapshotsAt(chunk, settled),
    store.derivatives.asOf(symbols, at, at - settled),
    snapshotsAt(chunk, settled + QUARTER - HOUR),
    snapshotsAt(chunk, settledBefore(at, HOUR) + HOUR - DAY),
    settledOfDay(chunk),
  ]);
  const fresh = grouped(since.map(snapshot));
  if ([fresh, base, hourAgo, dayAgo, funding].every((known) => known.size === 0)) return new Map();
  const of = (symbol: string): Futures => ({
    now: completed(fresh.get(symbol) ?? [], base.get(symbol) ?? []),
    hourAgo: hourAgo.get(symbol) ?? [],
    dayAgo: dayAgo.get(symbol) ?? [],
    settled: funding.get(symbol) ?? [],
  });
  return new Map(symbols.map((symbol) => [symbol, of(symbol)]));
}

const lockedIn = ({ store, memory, symbols, name, at }: Chunk): Promise<Map<string, OnchainFact[]>> => {
  const hour = settledBefore(at, HOUR);
  return memory.remember(`tvl at ${hour} of ${name}`, async () => grouped(await store.onchain.asOf(symbols, ['tvl'], hour)));
};

const correlationsOf = ({ store, memory, symbols, name, at }: Chunk): Promise<Map<string, CorrelationFact[]>> => {
  const hour = settledBefore(at, HOUR);
  return memory.remember(`correlations at ${hour} of ${name}`, async () => grouped(await store.insights.correlations(symbols, CORRELATION, { fromMs: hour - AGE_LIMITS.correlation, atMs: hour })));
};

export async function loadOwn(store: OwnReads, symbols: readonly string[], at: number): Promise<Own> {
  const chunk: Chunk = { store, memory: memoryOf(store), symbols, at, name: symbols.join(' '), read: await readSoFar(store) };
  const [futures, locked, regimes, correlations] = await Promise.all([
    futuresOf(chunk),
    lockedIn(chunk),
    store.insights.regimes([...symbols, 'MARKET'], at, AGE_LIMITS.regime),
    correlationsOf(chunk),
  ]);
  return { futures, locked, regimes: new Map(regimes.map((r) => [r.symbol, r])), correlations };
}
