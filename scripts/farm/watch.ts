/** The live status line: rewritten once a second on a terminal, a plain line every ten seconds elsewhere. */
import { readDepths } from '#queues/demand.js';
import { realNowMs, realSleep, stopwatchMs } from '#queues/runtime/clock.js';
import type { Farm } from './farm.js';
import { rowsOfSlot, statusLine, type StatusFacts } from './report.js';

const LOOK_BACK_MS = 3_600_000;
const TTY_MS = 1_000;
const PLAIN_MS = 10_000;

async function newestSlot(farm: Farm): Promise<StatusFacts['slot']> {
  const now = farm.clock.nowMs();
  const ledger = await farm.store.ledger.between(now - LOOK_BACK_MS, now + 1);
  const settled = ledger.filter((r) => r.dataset === 'ml_features' && r.chunk === 0 && r.finished_at).at(-1);
  if (!settled?.finished_at) return null;
  const ms = settled.slot.getTime();
  const rows = rowsOfSlot(ledger.filter((r) => r.slot.getTime() === ms)).reduce((sum, d) => sum + d.rows, 0);
  return { ms, state: settled.state, rows, finishedMs: settled.finished_at.getTime() };
}

async function queueNow(farm: Farm): Promise<StatusFacts['queue']> {
  const depths = Object.values(await readDepths(farm.producer, realNowMs()));
  return { waiting: depths.reduce((n, d) => n + d.waiting + d.prioritized + d.delayedDue, 0), active: depths.reduce((n, d) => n + d.active, 0) };
}

/** One line. What cannot be read is said, not thrown: the line must outlive an outage. */
export async function statusNow(farm: Farm, startedMs: number): Promise<string> {
  const upSeconds = (stopwatchMs() - startedMs) / 1_000;
  try {
    const slot = await newestSlot(farm);
    const queue = await queueNow(farm).catch(() => null);
    return statusLine({ slot, queue, farmNowMs: farm.clock.nowMs(), speed: farm.clock.speed, upSeconds });
  } catch (error) {
    return `MySQL does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export interface Screen {
  tty: boolean;
  /** Replaces the line on a terminal, adds one elsewhere. */
  status(line: string): void;
  /** A line that stays. */
  say(line: string): void;
}

/** A screen on standard output; on a terminal, what is said takes the place of the status line, which is drawn anew below it. */
export function createScreen(out: NodeJS.WriteStream): Screen {
  const tty = out.isTTY === true;
  let drawn = false;
  const clear = tty ? '\r\x1b[2K' : '';
  return {
    tty,
    status: (line) => {
      drawn = tty;
      out.write(tty ? `${clear}${line.slice(0, Math.max(20, (out.columns || 80) - 1))}` : `${line}\n`);
    },
    say: (line) => {
      out.write(`${drawn ? clear : ''}${line}\n`);
      drawn = false;
    },
  };
}

export interface Watch {
  screen: Screen;
  signal: AbortSignal;
  /** Called with every look. */
  look(): void;
}

/** Shows the line until the signal aborts; keeps the home's farm time along the way. */
export async function watchFarm(farm: Farm, { screen, signal, look }: Watch): Promise<void> {
  const startedMs = stopwatchMs();
  while (!signal.aborted) {
    const line = await statusNow(farm, startedMs);
    if (signal.aborted) return;
    screen.status(line);
    farm.keepTime();
    look();
    await realSleep(screen.tty ? TTY_MS : PLAIN_MS, signal).catch(() => undefined);
  }
}
