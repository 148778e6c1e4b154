/**
 * A slot of 320 symbols through the whole farm: from the tick being asked for to
 * the last feature row committed and pushed, and the part from prices in hand;
 * between them, the same work without a queue. Slots follow each other on a fast
 * clock, so caches are as warm as in a farm that has been up for a while.
 */
import { root } from '#queues/flows/tree.js';
import { chunksOf } from '#queues/flows/chunks.js';
import { PAYLOAD_VERSION } from '#queues/jobs/contract.js';
import { slotAt, slotName, cadenceMs } from '#queues/slot.js';
import { BASE_CADENCE } from '#queues/datasets.js';
import { realNowMs, realSleep, type Clock } from '#queues/runtime/clock.js';
import { silentLog } from '#queues/runtime/log.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { createStore } from '#workers/store/create.js';
import { chainDatasets } from '#queues/datasets.js';
import type { LedgerRow } from '#workers/store/tables/ledger.js';
import { assetRows } from '../assets.js';
import type { Bench, Report } from './figures.js';
import { quantile } from './figures.js';
import { farmServices } from './farm-services.js';
import { memoryLine, memoryOf } from './memory.js';
import { withServices, type BenchServices } from './services.js';
import { bareSlot } from './slot-bare.js';
import { startSlotFarm, type SlotFarm } from './slot-farm.js';

const SYMBOLS = 320;
/** Coins the simulator plays; some of them no venue lists. */
const LISTED = 400;
/** Farm seconds in a real one: a slot every three seconds. */
const SPEED = 100;
const HISTORY_BARS = 300;
const BOOTSTRAP_MS = 300_000;
const SLOT_TIMEOUT_MS = 60_000;
/** Half of them without a queue: both sides' code and connections must be warm. */
const WARM_UP_SLOTS = 12;
/** Every so many slots one runs without a queue; no divisor of the twelve in an hour, so that both sides see hourly bars. */
const BARE_EVERY = 5;

interface Timing {
  /** From asking for the tick, real ms. */
  committed: number;
  onStream: number;
  onSocket: number;
  /** From the last collect job finished, real ms. */
  pricesToCommitted: number;
  pricesToSocket: number;
}

type Farm = SlotFarm & { services: ReturnType<typeof farmServices> };

async function nextSlot(clock: Clock): Promise<number> {
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

async function farmSlot(farm: Farm, slot: number): Promise<Timing> {
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
async function bootstrap(farm: Farm): Promise<void> {
  const slot = await nextSlot(farm.clock);
  await tick(farm, slot);
  await untilTold(farm, slot, BOOTSTRAP_MS);
}

interface Measured {
  timings: Timing[];
  bare: number[];
}

async function measure(farm: Farm, slots: number, progress: (line: string) => void): Promise<Measured> {
  const chunks = chunksOf((await farm.services.store.assets.active()).map((a) => a.symbol));
  const measured: Measured = { timings: [], bare: [] };
  for (let n = 0; measured.timings.length < slots; n++) {
    const slot = await nextSlot(farm.clock);
    const isWarm = n >= WARM_UP_SLOTS;
    if (n % (isWarm ? BARE_EVERY : 2) === 1) {
      const took = await bareSlot(farm.services, slot, chunks);
      if (isWarm) measured.bare.push(took);
    } else {
      const timing = await farmSlot(farm, slot);
      if (isWarm) measured.timings.push(timing);
    }
    if (n % 10 === 0) progress(isWarm ? `slot ${measured.timings.length} of ${slots}` : 'warming up');
  }
  return measured;
}

function report({ timings, bare }: Measured, farm: Farm): Report {
  const of = (name: string, key: keyof Timing) => ({ name, unit: 'ms', samples: timings.map((t) => t[key]), tail: true });
  const withQueue = quantile(timings.map((t) => t.pricesToCommitted), 0.5);
  return {
    bench: `slot: ${SYMBOLS} symbols, default pools, simulated upstream, a slot every ${300 / SPEED} s of real time`,
    figures: [
      of('tick → last feature row committed', 'committed'),
      of('tick → slot_complete on the stream', 'onStream'),
      of("tick → slot_complete on a client's socket", 'onSocket'),
      of('prices in hand → features committed', 'pricesToCommitted'),
      of('prices in hand → pushed', 'pricesToSocket'),
      { name: 'without a queue: prices in hand → features committed', unit: 'ms', samples: bare, tail: true },
    ],
    ratios: [{ name: 'with queue (p50) / without (each)', samples: bare.map((ms) => withQueue / ms), goal: '≤ 5' }],
    notes: ['goals: tick → committed and pushed p99 ≤ 1,000 ms; prices in hand → committed p50 ≤ 150 ms (100 wished)', ...farm.children.map((child) => memoryLine(child.name, memoryOf(child.pid)))],
  };
}

async function startFarm(b: BenchServices): Promise<Farm> {
  const farm = await startSlotFarm(b, { symbols: LISTED, speed: SPEED, historyBars: HISTORY_BARS });
  return { ...farm, services: farmServices(b, farm.clock, farm.env) };
}

/** Symbols that the venue lists, so that each of them is work. */
async function fillRegistry(b: BenchServices): Promise<void> {
  const store = createStore(b.store, createMetrics(false), silentLog());
  const listed = assetRows(LISTED, 'sim:bench', new Date(realNowMs())).filter((a) => a.venues['binance'] !== undefined);
  await store.assets.upsert(listed.slice(0, SYMBOLS));
  await store.close();
}

export const slot: Bench = ({ slots, progress }) =>
  withServices(async (b) => {
    await fillRegistry(b);
    progress('starting the farm');
    const farm = await startFarm(b);
    progress(`first sight of ${SYMBOLS} symbols`);
    await bootstrap(farm);
    const measured = await measure(farm, slots, progress);
    return report(measured, farm);
  });
