import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { anomalyRules } from './anomalies.js';
import { anomalyTable, patternTable } from './docs.js';
import { patterns } from './index.js';

it('README.md has the formula of every pattern and anomaly as declared', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(readme).toContain(patternTable(patterns));
  expect(readme).toContain(anomalyTable(anomalyRules));
});
