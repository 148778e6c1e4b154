/**
 * What a backfill costs the slots that run beside it: the same farm in turns with
 * a backfill of all its symbols running and paused, a few slots each.
 */
import { answer, createFarm } from '#api/client/farm.js';
import { realNowMs } from '#queues/runtime/clock.js';
import { quantile, type Bench, type Report } from './figures.js';
import { memoryLine, memoryOf } from './memory.js';
import { withServices } from './services.js';
import { bootstrap, farmSlot, nextSlot, SPEED, startFarm, SYMBOLS, type Farm } from './slot-run.js';

const WARM_UP_SLOTS = 8;
/** Slots of one turn; the first of each is not counted, it has something of the turn before. */
const TURN_SLOTS = 6;
/** More than can be done while it is looked at: it must not end before the last turn. */
const STRETCH_MS = 60 * 86_400_000;

type Api = ReturnType<typeof createFarm>;
interface Turn {
  /** From the tick to the last feature row committed, real ms, by slot. */
  committed: number[];
  /** Rows that the backfill wrote meanwhile, and the real ms it had. */
  rows: number;
  tookMs: number;
}

async function ask(api: Api, toMs: number): Promise<string> {
  const filed = await answer(api.POST('/api/v1/backfill', { body: { dataset: 'ml_features', from: new Date(toMs - STRETCH_MS).toISOString(), to: new Date(toMs).toISOString(), symbols: 'all', only: false } }));
  return filed.job_id;
}

const turnTo = async (api: Api, id: string, turn: 'pause' | 'resume'): Promise<unknown> => answer(api.POST('/api/v1/backfills/{id}/{turn}', { params: { path: { id, turn } } }));

/** @throws Error when the backfill is over: nothing would run beside the slots. */
async function rowsOf(api: Api, id: string): Promise<number> {
  const { state, stages } = await answer(api.GET('/api/v1/backfills/{id}', { params: { path: { id } } }));
  if (state !== 'open' && state !== 'paused') throw new Error(`the backfill is ${state}, and there are slots to come`);
  return stages.reduce((sum, s) => sum + s.rows_written, 0);
}

async function turnOf(farm: Farm, api: Api, id: string): Promise<Turn> {
  const [from, startedMs] = [await rowsOf(api, id), realNowMs()];
  const committed: number[] = [];
  for (let n = 0; n < TURN_SLOTS; n++) committed.push((await farmSlot(farm, await nextSlot(farm.clock))).committed);
  return { committed: committed.slice(1), rows: (await rowsOf(api, id)) - from, tookMs: realNowMs() - startedMs };
}

function report(alone: readonly Turn[], beside: readonly Turn[], farm: Farm): Report {
  const committed = (turns: readonly Turn[]): number[] => turns.flatMap((t) => t.committed);
  return {
    bench: `polite: slots of ${SYMBOLS} symbols while a backfill of all of them runs, and while it is paused; a slot every ${300 / SPEED} s of real time`,
    figures: [
      { name: 'tick → features committed, backfill paused', unit: 'ms', samples: committed(alone), tail: true },
      { name: 'tick → features committed, backfill running', unit: 'ms', samples: committed(beside), tail: true },
      { name: 'rows of the backfill stored meanwhile', unit: 'rows/s', samples: beside.map((t) => (t.rows * 1_000) / t.tookMs) },
    ],
    ratios: [{ name: 'running / paused, median of a turn each', samples: beside.map((t, i) => quantile(t.committed, 0.5) / quantile((alone[i] as Turn).committed, 0.5)), goal: 'a slot keeps its p99' }],
    notes: farm.children.map((child) => memoryLine(child.name, memoryOf(child.pid))),
  };
}

export const polite: Bench = ({ runs, progress }) =>
  withServices(async (b) => {
    progress('starting the farm');
    const farm = await startFarm(b);
    progress(`first sight of ${SYMBOLS} symbols`);
    await bootstrap(farm);
    for (let n = 0; n < WARM_UP_SLOTS; n++) await farmSlot(farm, await nextSlot(farm.clock));
    const api = createFarm({ baseUrl: farm.apiUrl, key: farm.env['API_KEY_MASTER'] as string });
    const id = await ask(api, farm.clock.nowMs());
    const [alone, beside]: [Turn[], Turn[]] = [[], []];
    for (let run = 0; run < runs; run++) {
      progress(`turn ${run + 1} of ${runs}`);
      beside.push(await turnOf(farm, api, id));
      await turnTo(api, id, 'pause');
      alone.push(await turnOf(farm, api, id));
      await turnTo(api, id, 'resume');
    }
    return report(alone, beside, farm);
  });
