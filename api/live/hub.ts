/**
 * From a landed event to everybody who wants its rows: loads them once through
 * the views, hands them to each transport once, and remembers the newest value
 * per symbol, which is all that a slow reader will ever be owed.
 */
import type { Landed } from '#queues/landed.js';
import type { ApiContext } from '../context.js';
import { featuresOf } from '../views/features.js';
import { newestPrices, slotPrices, type PriceUpdate } from '../views/prices.js';

export type Stream = 'prices' | 'features';
export const streams: readonly Stream[] = ['prices', 'features'];
export const isStream = (name: unknown): name is Stream => name === 'prices' || name === 'features';

/** One symbol's new value; what else it holds depends on the stream. */
export interface Update {
  symbol: string;
  timestamp: string;
}
export interface Push {
  stream: Stream;
  /** Strictly increasing over pushes, the same on every replica. */
  seq: number;
  updates: readonly Update[];
}
export interface SlotComplete {
  slot: string;
  dataset: string;
  rows: number;
  symbols: number;
  seq: number;
}

/** A transport: what it wants to hear of, and where it is told. */
export interface Audience {
  wants(stream: Stream, symbol: string): boolean;
  push(push: Push): void;
  settled(event: SlotComplete): void;
}

export interface Hub {
  join(audience: Audience): void;
  /** Takes in one event of the stream. @throws StoreError when its rows cannot be read now. */
  take(event: Landed): Promise<void>;
  /** Tells every audience; `take` calls it. */
  broadcast(push: Push): void;
  /** The newest stored value of each symbol that has one, and the position it is at least as new as. */
  snapshot(stream: Stream, symbols: readonly string[]): Promise<Push>;
  /** The newest value told since this process started. */
  newest(stream: Stream, symbol: string): { update: Update; seq: number } | undefined;
}

const FLAT = { format: 'flat', groups: undefined } as const;
type Load = (ctx: HubContext, slotMs: number, symbols: readonly string[]) => Promise<Update[] | PriceUpdate[]>;
type HubContext = Pick<ApiContext, 'store' | 'answers'>;

const streamOf: Partial<Record<Landed['dataset'], Stream>> = { crypto_prices: 'prices', ml_features: 'features' };
const load: Record<Stream, Load> = {
  prices: (ctx, slotMs, symbols) => slotPrices(ctx.store, slotMs, symbols),
  features: (ctx, slotMs, symbols) => featuresOf(ctx.store, { symbols, shape: FLAT, slotMs }),
};
const loadNewest: Record<Stream, (ctx: HubContext, symbols: readonly string[]) => Promise<Update[]>> = {
  prices: (ctx, symbols) => newestPrices(ctx.store, symbols),
  features: (ctx, symbols) => featuresOf(ctx.store, { symbols, shape: FLAT }),
};

export function createHub(ctx: HubContext): Hub {
  const audiences: Audience[] = [];
  const told: Record<Stream, Map<string, { update: Update; seq: number; slot: number }>> = { prices: new Map(), features: new Map() };
  let seq = 0;

  const broadcast = (push: Push): void => {
    seq = Math.max(seq, push.seq);
    for (const a of audiences) a.push(push);
  };
  /** A repaired slot is older than what was told already: it changes the past, not the present. */
  const isNews = (stream: Stream, symbol: string, slot: number): boolean => (told[stream].get(symbol)?.slot ?? -Infinity) <= slot;

  const takeRows = async (event: Landed): Promise<void> => {
    const stream = streamOf[event.dataset];
    if (!stream) return;
    const wanted = event.symbols.filter((s) => isNews(stream, s, event.slot) && audiences.some((a) => a.wants(stream, s)));
    if (wanted.length === 0) return;
    const updates = await load[stream](ctx, event.slot, wanted);
    for (const update of updates) told[stream].set(update.symbol, { update, seq: event.seq, slot: event.slot });
    if (updates.length > 0) broadcast({ stream, seq: event.seq, updates });
  };
  const take = async (event: Landed): Promise<void> => {
    ctx.answers.supersede(event.dataset, event.id);
    if (event.kind === 'rows') await takeRows(event);
    else for (const a of audiences) a.settled({ slot: new Date(event.slot).toISOString(), dataset: event.dataset, rows: event.rows, symbols: event.symbols.length, seq: event.seq });
    seq = Math.max(seq, event.seq);
  };
  const snapshot = async (stream: Stream, symbols: readonly string[]): Promise<Push> => {
    const at = seq;
    return { stream, seq: at, updates: await loadNewest[stream](ctx, symbols) };
  };
  return { join: (a) => void audiences.push(a), take, broadcast, snapshot, newest: (stream, symbol) => told[stream].get(symbol) };
}
