/**
 * A slot of 320 symbols through the whole farm: from the tick being asked for to
 * the last feature row committed and pushed, and the part from prices in hand;
 * between them, the same work without a queue. Slots follow each other on a fast
 * clock, so caches are as warm as in a farm that has been up for a while.
 */
import { chunksOf } from '#queues/flows/chunks.js';
import { quantile, type Bench, type Report } from './figures.js';
import { memoryLine, memoryOf } from './memory.js';
import { withServices } from './services.js';
import { bareSlot } from './slot-bare.js';
import { bootstrap, farmSlot, nextSlot, SPEED, startFarm, SYMBOLS, type Farm, type Timing } from './slot-run.js';

/** Half of them without a queue: both sides' code and connections must be warm. */
const WARM_UP_SLOTS = 12;
/** Every so many slots one runs without a queue; no divisor of the twelve in an hour, so that both sides see hourly bars. */
const BARE_EVERY = 5;

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

export const slot: Bench = ({ slots, progress }) =>
  withServices(async (b) => {
    progress('starting the farm');
    const farm = await startFarm(b);
    progress(`first sight of ${SYMBOLS} symbols`);
    await bootstrap(farm);
    const measured = await measure(farm, slots, progress);
    return report(measured, farm);
  });
