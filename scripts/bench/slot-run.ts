/** One slot of 320 symbols through a farm that is up, and how long its parts took. For the benches that run slots. */
import { chainDatasets, BASE_CADENCE } from '#queues/datasets.js';
import { root } from '#queues/flows/tree.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { silentLog } from '#queues/runtime/log.js';
import { realNowMs, realSleep, type Clock } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { slotAt, slotName, cadenceMs } from '#queues/slot.js';
import { createStore } from '#workers/store/create.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { assetRows } from '../assets.js';
import { farmServices } from './farm-services.js';
import type { BenchServices } from './services.js';
import { startSlotFarm, type SlotFarm } from './slot-farm.js';

/** Symbols of a slot. */
export const SYMBOLS = 320;
/** Coins the simulator plays; some of them no venue lists. */
const LISTED = 400;
/** Farm seconds in a real one: a slot every three seconds. */
export const SPEED = 100;
const HISTORY_BARS = 300;
const BOOTSTRAP_MS = 300_000;
const SLOT_TIMEOUT_MS = 60_000;

export interface Timing {
  /** From asking for the tick, real ms. */
  committed: number;
  onStream: number;
  onSocket: number;
  /** From the last collect job finished, real ms. */
  pricesToCommitted: number;
  pricesToSocket: number;
}

export type Farm = SlotFarm & { services: ReturnType<typeof farmServices> };

/** Waits for the next slot of the farm's clock. */
export async function nextSlot(clock: Clock): Promise<number> {
  const slot = slotAt(clock.nowMs(), BASE_CADENCE) + cadenceMs(BASE_CADENCE);
  await realSleep(clock.toReal(slot) - realNowMs());
  return slot;
}

async function tick({ services }: Farm, slot: number): Promise<number> {
  const node = root('tick', { v: PAYLOAD_VERSION, slot });
  const asked = realNowMs();
  await services.producer.addFlow({ ...node, opts: { ...node.opts, jobId: `tick.${slotName(slot)}` } });
  return asked;
}

/** @throws Error when the slot is not told in time. */
async function untilTold(farm: Farm, slot: number, timeoutMs: number): Promise<{ stream: number; socket: number }> {
  const deadline = realNowMs() + timeoutMs;
  for (;;) {
    const { stream, socket } = farm.told.get(slot) ?? {};
    if (stream !== undefined && socket !== undefined) return { stream, socket };
    if (realNowMs() > deadline) throw new Error(`slot ${slotName(slot)} was not ${stream === undefined ? 'complete' : 'pushed'} within ${timeoutMs / 1_000} s`);
    await realSleep(2);
  }
}

const newest = (rows: readonly LedgerRow[]): number => Math.max(...rows.map((r) => r.finished_at?.getTime() ?? Number.NaN));

/** @throws Error when a part of the slot is not there: its time would say nothing. The market leaves out a coin now and then, as the real one does. */
function checked(ledger: readonly LedgerRow[], slot: number): void {
  const bad = ledger.find((r) => r.state !== 'done' && r.state !== 'partial');
  if (bad) throw new Error(`slot ${slotName(slot)}: ${bad.dataset} chunk ${bad.chunk} is ${bad.state}: ${bad.reason ?? 'no reason given'}`);
  const rows = ledger.filter((r) => r.dataset === 'ml_features' && r.chunk > 0).reduce((sum, r) => sum + r.rows_written, 0);
  if (rows !== SYMBOLS) throw new Error(`slot ${slotName(slot)}: ${rows} of ${SYMBOLS} feature rows`);
}

export async function farmSlot(farm: Farm, slot: number): Promise<Timing> {
  const { clock, services } = farm;
  const asked = await tick(farm, slot);
  const { stream, socket } = await untilTold(farm, slot, SLOT_TIMEOUT_MS);
  const ledger = await untilSettled(services.store, slot);
  checked(ledger, slot);
  const prices = clock.toReal(newest(ledger.filter((r) => (r.dataset === 'crypto_prices' || r.dataset === 'ohlc') && r.chunk > 0)));
  const committed = clock.toReal(newest(ledger.filter((r) => r.dataset === 'ml_features' && r.chunk > 0)));
  return { committed: committed - asked, onStream: stream - asked, onSocket: socket - asked, pricesToCommitted: committed - prices, pricesToSocket: socket - prices };
}

/** The slot is told before its own ledger row is written. */
async function untilSettled(store: Farm['services']['store'], slot: number): Promise<LedgerRow[]> {
  for (let tries = 0; ; tries++) {
    const ledger = await store.ledger.ofDatasets(chainDatasets, slot, slot + 1);
    if (tries > 500 || ledger.every((r) => r.state !== 'pending')) return ledger;
    await realSleep(2);
  }
}

/** First sight of every symbol: the history is fetched and the indicators are built. Its snapshots come too late and do not matter. */
export async function bootstrap(farm: Farm): Promise<void> {
  const slot = await nextSlot(farm.clock);
  await tick(farm, slot);
  await untilTold(farm, slot, BOOTSTRAP_MS);
}

/** Symbols that the venue lists, so that each of them is work. */
async function fillRegistry(b: BenchServices): Promise<void> {
  const store = createStore(b.store, createMetrics(false), silentLog());
  const listed = assetRows(LISTED, 'sim:bench', new Date(realNowMs())).filter((a) => a.venues['binance'] !== undefined);
  await store.assets.upsert(listed.slice(0, SYMBOLS));
  await store.close();
}

/** Registry, simulator and every role of a farm. */
export async function startFarm(b: BenchServices): Promise<Farm> {
  await fillRegistry(b);
  const farm = await startSlotFarm(b, { symbols: LISTED, speed: SPEED, historyBars: HISTORY_BARS });
  return { ...farm, services: farmServices(b, farm.clock, farm.env) };
}

