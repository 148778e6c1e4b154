/** Follows a backfill until it is over: one line that is overwritten on a terminal, a line now and then elsewhere. */
import { answer, type createFarm, type Schemas } from '#api/client/farm.js';
import { realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import { Pace, progressLine } from './progress.js';

type Details = Schemas['BackfillDetails'];
export type Farm = ReturnType<typeof createFarm>;

const LOOK_MS = 1_000;
/** Where lines stay, fewer of them. */
const LINE_MS = 5_000;
/** The api may be restarted meanwhile: so long it may stay away. */
const PATIENCE_MS = 120_000;

const UNFINISHED: readonly Details['state'][] = ['open', 'paused'];

export interface Terminal {
  isTTY: boolean;
  write(text: string): void;
}

const look = (farm: Farm, id: string): Promise<Details> => answer(farm.GET('/api/v1/backfills/{id}', { params: { path: { id } } }));

/** A connection that was refused or cut, not an answer that says no. */
const isAway = (error: unknown): boolean => error instanceof TypeError || (error as { refusal?: { status: number } }).refusal?.status === 503;

/** @throws what the last look threw, once the api has been away for longer than two minutes, or says no. */
async function patientLook(farm: Farm, id: string, { term, signal }: { term: Terminal; signal: AbortSignal }): Promise<Details> {
  const until = stopwatchMs() + PATIENCE_MS;
  for (;;) {
    try {
      return await look(farm, id);
    } catch (error) {
      if (!isAway(error) || stopwatchMs() > until) throw error;
      term.write(term.isTTY ? '\r\x1b[2Kthe api does not answer; the backfill goes on, looking again' : 'the api does not answer; the backfill goes on, looking again\n');
      await realSleep(LOOK_MS, signal);
    }
  }
}

/** @param signal ends the looking, not the backfill. @throws the signal's reason. */
export async function follow(farm: Farm, id: string, term: Terminal, signal: AbortSignal): Promise<Details> {
  const pace = new Pace();
  let saidAt = -Infinity;
  for (;;) {
    const seen = await patientLook(farm, id, { term, signal });
    pace.see(seen, stopwatchMs());
    const over = !UNFINISHED.includes(seen.state);
    if (term.isTTY) term.write(`\r\x1b[2K${over ? '' : progressLine(seen, pace)}`);
    else if (stopwatchMs() - saidAt >= LINE_MS) {
      term.write(`${progressLine(seen, pace)}\n`);
      saidAt = stopwatchMs();
    }
    if (over) return seen;
    await realSleep(LOOK_MS, signal);
  }
}
