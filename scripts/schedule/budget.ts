/**
 * What the timetable costs upstream, worked out from the declarations alone:
 * every collector's plan is asked, slot by slot through a day, for what it would
 * call when the slot before is already stored. Pure; calls nobody.
 */
import { TIMEFRAME_MS, timeframes } from '#queues/timeframes.js';
import { datasets } from '#queues/datasets.js';
import { chunksOf } from '#queues/flows/chunks.js';
import { cadenceMs, slotsBetween } from '#queues/slot.js';
import { sourceNames, sources, type SourceName } from '#queues/sources.js';
import { collectors } from '#workers/collectors/index.js';
import type { Call, CallWindow, Collector, Timeframe } from '#workers/collectors/collector.js';
import type { BarColumns } from '#workers/store/index.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import type { HostName } from '#workers/upstream/hosts.js';
import { assetRows } from '../assets.js';

export interface HostUse {
  host: HostName;
  symbols: number;
  /** The busiest slot of the day. */
  mostCallsPerSlot: number;
  mostCostPerSlot: number;
  callsPerMonth: number;
  /** In the host's own unit: CoinGecko credits, Binance weight. */
  costPerMonth: number;
}

export const DAYS_PER_MONTH = 365.25 / 12;
const DAY_MS = 86_400_000;
/** Any day will do: cadences divide one. */
const DAY = Date.UTC(2026, 0, 1);
/** A worker asks a few seconds into the slot. */
const ASKED_AFTER_MS = 2_000;

/** Open time of the newest bar that had closed by the instant. */
const newestClosed = (timeframe: Timeframe, ms: number): number => (Math.floor(ms / TIMEFRAME_MS[timeframe]) - 1) * TIMEFRAME_MS[timeframe];

/** A slot's window when everything the slot before could store is stored. */
function steadyWindow(c: Collector, assets: readonly AssetRow[], slot: number, every: number): CallWindow {
  const newest = Object.fromEntries(timeframes.map((t) => [t, newestClosed(t, slot - every + ASKED_AFTER_MS)]));
  return { slot, now: slot + ASKED_AFTER_MS, newest: new Map(assets.filter((a) => a.venues['binance']).map((a) => [a.symbol, newest])), historyBars: 1_000, cursors: c.steady?.(assets, slot - every + ASKED_AFTER_MS) ?? new Map(), canAsk: () => true };
}

/** The bars a second round wants to see, all there. */
function storedBars({ symbol, timeframe, after }: { symbol: string; timeframe: Timeframe; after: number }, now: number): BarColumns {
  const step = TIMEFRAME_MS[timeframe];
  const first = (Math.floor(after / step) + 1) * step;
  const openTime = Float64Array.from({ length: Math.max(0, (newestClosed(timeframe, now) - first) / step + 1) }, (_, i) => first + i * step);
  const ones = openTime.map(() => 1);
  return { symbol, timeframe, openTime, open: ones, high: ones, low: ones, close: ones, volume: ones };
}

function callsOf(c: Collector, assets: readonly AssetRow[], window: CallWindow): Call[] {
  const first = c.plan(assets, window).calls;
  if (!c.second) return first;
  const stored = c.second.needs(assets, window).map((need) => storedBars(need, window.now));
  return [...first, ...c.second.plan(assets, window, { stored, received: { at: new Date(window.now), slot: window.slot, dataSource: 'budget' } }).calls];
}

interface Counted {
  calls: number;
  cost: number;
}

/** Calls and cost by host of one slot of a source. */
function slotUse(source: SourceName, chunks: readonly AssetRow[][], slot: number): Map<HostName, Counted> {
  const collector = collectors[source];
  const every = cadenceMs(datasets[sources[source].dataset].every);
  const use = new Map<HostName, Counted>();
  for (const call of chunks.flatMap((chunk) => callsOf(collector, chunk, steadyWindow(collector, chunk, slot, every)))) {
    const host = call.host ?? collector.host;
    const { calls, cost } = use.get(host) ?? { calls: 0, cost: 0 };
    use.set(host, { calls: calls + 1, cost: cost + call.cost });
  }
  return use;
}

function usesOf(source: SourceName, assets: readonly AssetRow[]): HostUse[] {
  const { dataset, scope } = sources[source];
  const chunks = scope === 'global' ? [[]] : chunksOf(assets.map((a) => a.symbol)).map((symbols) => assets.filter((a) => symbols.includes(a.symbol)));
  const slots = slotsBetween(DAY, DAY + DAY_MS, datasets[dataset].every).map((slot) => slotUse(source, chunks, slot));
  const hosts = new Set(slots.flatMap((use) => [...use.keys()]));
  return [...hosts].map((host) => {
    const perMonth = (of: keyof Counted): number => Math.round(slots.reduce((sum, use) => sum + (use.get(host)?.[of] ?? 0), 0) * DAYS_PER_MONTH);
    const most = (of: keyof Counted): number => Math.max(...slots.map((use) => use.get(host)?.[of] ?? 0));
    return { host, symbols: assets.length, mostCallsPerSlot: most('calls'), mostCostPerSlot: most('cost'), callsPerMonth: perMonth('calls'), costPerMonth: perMonth('cost') };
  });
}

/** One line per upstream host; sources that share a host are added up. */
export function budgetOf(symbolCount: number): HostUse[] {
  const assets = assetRows(symbolCount, 'budget', new Date(DAY));
  const byHost = new Map<HostName, HostUse>();
  for (const use of sourceNames.flatMap((source) => usesOf(source, assets))) {
    const known = byHost.get(use.host);
    byHost.set(use.host, known ? added(known, use) : use);
  }
  return [...byHost.values()];
}

const added = (a: HostUse, b: HostUse): HostUse => ({
  ...a,
  mostCallsPerSlot: a.mostCallsPerSlot + b.mostCallsPerSlot,
  mostCostPerSlot: a.mostCostPerSlot + b.mostCostPerSlot,
  callsPerMonth: a.callsPerMonth + b.callsPerMonth,
  costPerMonth: a.costPerMonth + b.costPerMonth,
});
