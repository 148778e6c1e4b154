/** The table of rules in this folder's README.md, written from the declarations; a test compares them. */
import type { Rule } from './rule.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One line per rule, in the order of the registry. */
export const ruleTable = (rules: readonly Rule[]): string =>
  ['| rule | direction | fires when | strength | version |', '|---|---|---|---|---|', ...rules.map((r) => `| \`${r.name}\` | ${r.direction} | ${cell(r.formula)} | ${cell(r.strength)} | ${r.version} |`)].join('\n');
