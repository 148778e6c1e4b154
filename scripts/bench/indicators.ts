/**
 * What a candle costs over history: eighteen indicators by our engine, and its
 * whole registry, against the same eighteen of the `technicalindicators` library
 * in batch, in turns over the same bars. In processor time, which a busy machine
 * does not stretch as it does the time that passes; each in a process of its own, so
 * that none pays for what another left to the garbage collector.
 */
import type { ChildProcess } from 'node:child_process';
import { processEnvironment } from '#queues/runtime/env.js';
import { stateSize } from '#workers/processors/indicators/engine.js';
import { indicatorColumns, indicators as registry } from '#workers/processors/indicators/index.js';
import { createClosers } from '../farm/closers.js';
import { heard, startScript } from './children.js';
import type { Bench, BenchOptions, Report } from './figures.js';
import { CANDLES, eighteen, type SideName } from './indicator-sides.js';

const names = ['library', 'eighteen', 'all', 'live'] as const satisfies readonly SideName[];
/** Rounds for the compiler. */
const WARM_UP = 3;
type Samples = Record<SideName, number[]>;

async function measured(children: Record<SideName, ChildProcess>, { runs, progress }: BenchOptions): Promise<Samples> {
  const samples: Samples = { library: [], eighteen: [], all: [], live: [] };
  for (let run = 1 - WARM_UP; run <= runs; run++) {
    progress(run < 1 ? 'warming up' : `round ${run} of ${runs}`);
    for (const name of names) {
      children[name].send(name);
      const took = (await heard(children[name])) as number;
      if (run > 0) samples[name].push(took);
    }
  }
  return samples;
}

function report({ library, eighteen: ours, all, live }: Samples): Report {
  return {
    bench: `indicators: ${CANDLES} candles of one series`,
    figures: [
      { name: 'technicalindicators, 18 indicators in batch', unit: 'ns/candle', samples: library },
      { name: `our engine, the same 18 in ${eighteen.reduce((total, i) => total + i.columns.length, 0)} columns`, unit: 'ns/candle', samples: ours },
      { name: `our engine, all ${registry.length} in ${indicatorColumns.length} columns`, unit: 'ns/candle', samples: all },
      { name: `a live step with its state (${stateSize * 8} bytes) in and out`, unit: 'µs', samples: live },
    ],
    ratios: [{ name: 'library / ours, 18 indicators, round by round', samples: library.map((ns, i) => ns / (ours[i] as number)), goal: '≥ 40' }],
    notes: ['goal ≤ 200 ns a candle for the 18; every window is summed afresh, so that rebuilt and live values are the same bits'],
  };
}

export const indicators: Bench = async (options): Promise<Report> => {
  const closers = createClosers((name, error) => process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`));
  const start = async (): Promise<ChildProcess> => {
    const child = startScript({ env: processEnvironment(), closers }, 'dist/scripts/bench/indicators-process.js');
    await heard(child);
    return child;
  };
  try {
    return report(await measured({ library: await start(), eighteen: await start(), all: await start(), live: await start() }, options));
  } finally {
    await closers.close();
  }
};
