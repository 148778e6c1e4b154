/**
 * The watch over the registry: an asset whose price was asked for through a whole
 * day and never answered is an asset nobody lists any more (renamed, delisted, a
 * wrong id). It is told once a day as an event, and counted for an alert.
 */
import { createHash } from 'node:crypto';
import { done, skip, type Missing } from '#queues/outcome.js';
import type { Handler } from '../context.js';
import type { LedgerRow } from '../store/tables/ledger.js';
import type { MarketEventRow } from '../store/tables/news.js';

const DAY_MS = 86_400_000;
/** Fewer slots than this prove nothing. */
const LEAST_SLOTS = 200;

/** Symbols that every settled slot of the day calls missing, with the last reason. Pure. @param rows of crypto_prices, oldest first. */
export function unanswered(rows: readonly LedgerRow[]): Missing[] {
  const asked = new Map<string, number>();
  const missed = new Map<string, Missing[]>();
  for (const row of rows) {
    if (row.state !== 'done' && row.state !== 'partial') continue;
    for (const symbol of row.symbols) asked.set(symbol, (asked.get(symbol) ?? 0) + 1);
    for (const m of row.missing) missed.set(m.symbol, [...(missed.get(m.symbol) ?? []), m]);
  }
  return [...missed].filter(([symbol, list]) => list.length >= LEAST_SLOTS && list.length >= (asked.get(symbol) ?? Infinity)).map(([, list]) => list.at(-1) as Missing);
}

function eventOf({ symbol, reason }: Missing, now: Date, dataSource: string): MarketEventRow {
  const day = now.toISOString().slice(0, 10);
  return {
    event_id: createHash('sha256').update(`unanswered_id|${symbol}|${day}`).digest('hex'),
    kind: 'unanswered_id',
    subject: symbol,
    occurred_at: new Date(`${day}T00:00:00Z`),
    title: `${symbol} has had no price for a day`,
    severity: 0.5,
    details: { reason, cure: 'correct its id in crypto_assets, or set active = 0' },
    available_at: now,
    ingested_at: now,
    data_source: dataSource,
  };
}

export const watch: Handler<'watch'> = async (_payload, ctx) => {
  const nowMs = ctx.clock.nowMs();
  const rows = await ctx.store.ledger.ofDatasets(['crypto_prices'], nowMs - DAY_MS, nowMs);
  if (new Set(rows.map((r) => r.slot.getTime())).size < LEAST_SLOTS) return skip('fewer slots than a day has been watched');
  const lost = unanswered(rows);
  ctx.metrics.unansweredAssets.set(lost.length);
  if (lost.length === 0) return done(0);
  ctx.log.error({ symbols: lost.map((m) => m.symbol), reason: lost[0]?.reason }, 'assets without a price for a day: correct their ids in crypto_assets, or set active = 0');
  return done(await ctx.store.add('market_events', lost.map((m) => eventOf(m, ctx.clock.now(), `${ctx.sourcePrefix}farm`))));
};
