/**
 * `npm run health`: the farm's score from its data, what keeps it from 100, and how
 * old each dataset is; once, or again and again with `--watch`. Exits 0, or 1 when
 * the farm is unhealthy, does not answer, or scores less than `--least`.
 */
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import type { z } from 'zod';
import { farmAnswer } from '#api/views/farm.js';
import { healthAnswer } from '#api/views/health.js';
import { spanText, type Reason } from '#api/views/reasons.js';
import { realSleep } from '#queues/runtime/clock.js';
import { processEnvironment } from '#queues/runtime/env.js';
import { runCommand } from './farm/exit.js';
import { openTarget, withTarget, type TargetOptions } from './target/options.js';
import { askHttp, type Target } from './target/target.js';

interface Options extends TargetOptions {
  json?: boolean;
  watch?: boolean;
  least: number;
}
type Health = z.infer<typeof healthAnswer>;

interface Look {
  health: Health;
  /** Null without a key: the reasons are for those who may read statistics. */
  reasons: Reason[] | null;
}

const WATCH_MS = 5_000;
const color = pc.createColors(process.stdout.isTTY === true);
const PAINT = { healthy: color.green, degraded: color.yellow, unhealthy: color.red, fresh: color.green, late: color.yellow, stale: color.red, empty: color.red, off: color.dim } as const;

/** @throws Error when nobody answers, or what answers is no farm. */
async function look({ api, keys }: Target): Promise<Look> {
  const key = keys.readonly ?? keys.trading ?? keys.master;
  const [health, farm] = await Promise.all([askHttp(`${api}/health`, undefined), key === undefined ? null : askHttp(`${api}/api/v1/farm`, key)]);
  const parsed = healthAnswer.safeParse(JSON.parse(health.text));
  if (!parsed.success) throw new Error(`${api}/health answered ${health.status}, and not like a farm of this version`);
  return { health: parsed.data, reasons: farm?.status === 200 ? farmAnswer.parse(JSON.parse(farm.text)).health.reasons : null };
}

const age = (seconds: number | null): string => (seconds === null ? '-' : spanText(seconds));

function table({ datasets }: Health): string[] {
  const rows = Object.entries(datasets).map(([name, d]) => `  ${name.padEnd(22)} ${PAINT[d.state](d.state.padEnd(6))} ${age(d.age_seconds).padStart(7)} of ${age(d.target_seconds).padEnd(7)} ${d.off ?? ''}`.trimEnd());
  return rows.length === 0 ? [] : ['', '  dataset                state       age    limit', ...rows];
}

function why(reasons: Reason[] | null): string[] {
  if (reasons === null) return ['  (why: give a key)'];
  return reasons.map((r) => `  -${r.points.toFixed(1).padStart(4)}  ${r.part}: ${r.text}`);
}

function text(name: string, { health, reasons }: Look): string {
  const head = `${PAINT[health.status](`${health.health_score} of 100, ${health.status}`)}   ${name}, ${health.timestamp}`;
  const parts = Object.entries(health.components).map(([part, c]) => `${part} ${PAINT[c.status](String(c.score))}`);
  return [head, `  ${parts.join('   ')}`, ...why(reasons), ...table(health)].join('\n');
}

function score(raw: string): number {
  const n = Number(raw);
  if (raw === '' || !Number.isFinite(n) || n < 0 || n > 100) throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return n;
}

/** @returns the exit code of this look. */
async function once(target: Target, { json, least }: Options): Promise<number> {
  const seen = await look(target);
  process.stdout.write(json ? `${JSON.stringify({ farm: target.name, ...seen.health, reasons: seen.reasons })}\n` : `${text(target.name, seen)}\n`);
  return seen.health.status === 'unhealthy' || seen.health.health_score < least ? 1 : 0;
}

/** Until interrupted; an outage is said and looked at again. @returns the code of the last look. */
async function watch(target: Target, options: Options): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let code = 0;
  while (!stop.signal.aborted) {
    if (process.stdout.isTTY && !options.json) process.stdout.write('\x1b[2J\x1b[H');
    code = await once(target, options).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      return 1;
    });
    await realSleep(WATCH_MS, stop.signal).catch(() => undefined);
  }
  return code;
}

async function main(): Promise<number> {
  const options = withTarget(new Command('npm run health --').description('How a farm is: its score from its data, what keeps it from 100, and how old each dataset is.'))
    .option('--watch', 'look again every 5 s, until Ctrl-C')
    .option('--least <score>', 'exit 1 below this score', score, 0)
    .option('--json', 'report as one line of JSON per look')
    .allowExcessArguments(false)
    .exitOverride()
    .parse()
    .opts<Options>();
  const target = await openTarget(options, processEnvironment());
  try {
    return await (options.watch ? watch(target, options) : once(target, options));
  } finally {
    await target.close();
  }
}

runCommand('health', main);
