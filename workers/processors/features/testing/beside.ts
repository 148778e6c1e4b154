/** Invented figures for every input beside prices and bars: each a number of its own, so that no two columns agree by accident. */
import type { Feature } from '../feature.js';
import { features } from '../index.js';
import { besideNames, type Beside } from '../views/index.js';

const inputs = [...new Set(Object.values<Feature>(features).flatMap((f) => f.inputs))];

export const simulatedBeside = (next: () => number): Beside =>
  Object.fromEntries(
    besideNames.map((source) => [source, Object.fromEntries(inputs.filter((i) => i.startsWith(`${source}.`)).map((i) => [i.slice(source.length + 1), 0.5 + next()]))]),
  ) as unknown as Beside;
