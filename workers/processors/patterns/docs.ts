/** The tables of formulas in this folder's README.md, written from the declarations; a test compares them. */
import type { AnomalyRule } from './anomalies.js';
import type { Pattern } from './pattern.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One line per pattern, in the order of the registry. */
export const patternTable = (patterns: readonly Pattern[]): string =>
  ['| pattern | direction | bars | formula |', '|---|---|---|---|', ...patterns.map((p) => `| \`${p.name}\` | ${p.direction} | ${p.bars} | ${cell(p.formula)} |`)].join('\n');

/** One line per rule, in the order of the registry. */
export const anomalyTable = (rules: readonly AnomalyRule[]): string => ['| anomaly | threshold | measure |', '|---|---|---|', ...rules.map((r) => `| \`${r.name}\` | ${r.threshold} | ${cell(r.formula)} |`)].join('\n');
