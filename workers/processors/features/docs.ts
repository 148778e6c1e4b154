/**
 * The README of this folder, written from the declarations. A test compares it
 * with the committed file, so the list of columns cannot go out of date.
 */
import type { Feature } from './feature.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One line per feature, in the order of the table. */
export function featureTable(features: Record<string, Feature>): string {
  const lines = Object.entries(features).map(([name, f]) => `| ${[`\`${name}\``, f.group, cell(f.formula), f.inputs.map((i) => `\`${i}\``).join(' '), f.lookback, f.unit, f.version].join(' | ')} |`);
  return ['| name | group | formula | inputs | look-back | unit | version |', '|---|---|---|---|---|---|---|', ...lines].join('\n');
}

/** The whole README.md. */
export const readme = (features: Record<string, Feature>): string => `# Features

Each column of \`ml_features_materialized\` is declared once, with its formula; the table's column, the row type, the API's field,
this list and the tests are derived. A feature of slot *t* reads only what was known at *t*: the newest snapshot at most 15 minutes
old, and the newest final bars at most 15 minutes (5m), 3 hours (1h), 9 hours (4h) and 50 hours (1d) old. How old the rest may be,
and why, is in \`age-limits.ts\`; how old it is, in the columns of each group that end in \`_age_minutes\`. Unknown is NULL.

## Adding one more
1. Add a line to the file of its group (\`price.ts technical.ts technical-slow.ts cross-section.ts sentiment.ts attention.ts macro.ts onchain.ts
   derivatives.ts regime.ts calendar.ts quality.ts\`):
   \`\`\`ts
   calm_return: { lookback: '1 bar of 5m', unit: 'ratio', version: 1, formula: 'return_1 / realized_vol_20, 5m',
                 ...from(['5m.return_1', '5m.realized_vol_20'], (move, usual) => move / usual) },
   \`\`\`
   \`from\` takes what the formula reads and gives it plain numbers; an unknown input or a division by zero makes the feature NULL.
2. \`npm run generate\` writes the migration that adds the column; \`npx vitest run workers/processors/features/docs.test.ts -u\` writes this file.
3. \`npx vitest run workers/processors/features\` tests it: declared inputs, no look-ahead, finite or NULL, no twin of another column.
4. Changing a formula later: raise its \`version\`, which raises \`feature_version\` of the rows.

\`featureValues\` (\`row.ts\`) asks a row's features one by one; \`featureNumbers\` (\`numbers.ts\`) runs the same formulas over inputs that were looked up once (\`gather.ts\`),
sixteen rows at a time, each formula in a loop that V8 compiles for it alone (\`loops.ts\`), and is what slots and history are made with. A test holds the two to the same bits.

## Inputs
\`price.X\` is a column of the snapshot, \`5m.X 1h.X 4h.X 1d.X\` of the newest indicator row of that timeframe, \`slot\` the slot itself, and
\`market.X\` a figure over all symbols whose 5-minute bar closed at the slot (\`market.ts\`); betas and correlations use the last 72
hourly log returns. \`sentiment.X news.X social.X macro.X onchain.X derivatives.X regime.X\` are figures of the tables beside them,
worked out once per slot by \`views/\`: \`macro.VIX.return_5\` is the growth of VIX over five days of trading. Long windows and
changes begin on a settled hour or quarter, so that what was known by then is read once and remembered (\`memory.ts\`); they are
functions of the slot alone, live and in backfill. Rare by nature: \`sentiment_score\` (a coin's own texts), \`chain_tvl_*\` (coins with
a chain), futures of coins that have none, and all that needs a key while it is absent. \`data_quality_score\` = share of known features (the calendar left out) × mean freshness of the five inputs,
which is 1 up to one period of age, falls linearly to 0 at the age limit, and counts half for a doubtful snapshot.

## Columns
${featureTable(features)}
`;
