/**
 * From a landed event to everybody who wants its rows: loads them once through
 * the views, hands them to each transport once, and remembers the newest value
 * per symbol, which is all that a slow reader will ever be owed.
 */
import { landedSince, type Landed } from '#queues/landed.js';
import type { ApiContext } from '../context.js';
import { streamOf, streamSpecs, streams, type Stream, type Update } from './streams.js';

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
  /** Followers of the symbol; null asks for any follower at all. */
  wants(stream: Stream, symbol: string | null): boolean;
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
  /**
   * What landed of these symbols after a position, oldest first: for a client that comes back, to this replica or another.
   * Null where that is too much, or no longer known: then a snapshot must do.
   */
  since(stream: Stream, symbols: readonly string[], seq: number): Promise<Push[] | null>;
  /** The newest value told since this process started. */
  newest(stream: Stream, symbol: string): { update: Update; seq: number } | undefined;
}

type HubContext = Pick<ApiContext, 'store' | 'answers' | 'clock' | 'redis' | 'prefix'>;
/** Events replayed to one client at most. */
const MOST_REPLAYED = 100;

interface Told {
  update: Update;
  seq: number;
  slot: number;
}

export function createHub(ctx: HubContext): Hub {
  const audiences: Audience[] = [];
  const told = Object.fromEntries(streams.map((s) => [s, new Map<string, Told>()])) as Record<Stream, Map<string, Told>>;
  let seq = 0;

  const broadcast = (push: Push): void => {
    seq = Math.max(seq, push.seq);
    for (const a of audiences) a.push(push);
  };
  /** A repaired slot is older than what was told already: it changes the past, not the present. */
  const isNews = (stream: Stream, symbol: string, slot: number): boolean => (told[stream].get(symbol)?.slot ?? -Infinity) <= slot;
  const wantedOf = (stream: Stream, event: Landed): string[] => event.symbols.filter((s) => isNews(stream, s, event.slot) && audiences.some((a) => a.wants(stream, s)));

  const takeRows = async (event: Landed): Promise<void> => {
    const stream = streamOf(event.dataset);
    if (!stream) return;
    const { bySymbol, landed } = streamSpecs[stream];
    const symbols = bySymbol ? wantedOf(stream, event) : [];
    if (bySymbol ? symbols.length === 0 : !audiences.some((a) => a.wants(stream, null))) return;
    const updates = await landed(ctx, { ...event, symbols });
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
    return { stream, seq: at, updates: await streamSpecs[stream].newest(ctx, symbols) };
  };
  return { join: (a) => void audiences.push(a), take, broadcast, snapshot, since: (stream, symbols, after) => since(ctx, stream, symbols, after), newest: (stream, symbol) => told[stream].get(symbol) };
}

async function since(ctx: HubContext, stream: Stream, symbols: readonly string[], after: number): Promise<Push[] | null> {
  const { datasets, bySymbol, landed } = streamSpecs[stream];
  // A window's figures and a list of articles are of the present: their snapshot is all there is to know.
  if (!bySymbol || stream === 'sentiment') return null;
  const events = await landedSince(ctx.redis, ctx.prefix, after);
  if (!events) return null;
  const followed = new Set(symbols);
  const missed = events.filter((e) => e.kind === 'rows' && datasets.includes(e.dataset)).map((e) => ({ ...e, symbols: e.symbols.filter((s) => followed.has(s)) })).filter((e) => e.symbols.length > 0);
  if (missed.length > MOST_REPLAYED) return null;
  const pushes: Push[] = [];
  for (const event of missed) pushes.push({ stream, seq: event.seq, updates: await landed(ctx, event) });
  return pushes;
}
