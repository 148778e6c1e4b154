/** How fresh everything is: a square per coin and dataset, and a line per dataset. */
import type { Answer } from './ask.js';
import { scroller } from './blocks.js';
import { el } from './dom.js';
import { age, words } from './format.js';
import { freshness } from './market-row.js';

type Row = Answer<'FreshnessRow'>;
type Dataset = Answer<'Dataset'>;

function squares(row: Row, symbols: readonly string[]): HTMLElement {
  const states = row.ages.map((seconds) => freshness(seconds, row.target_seconds));
  const fresh = states.filter((s) => s === 'fresh').length;
  const cells = symbols.map((symbol, i) => el('i', { 'data-state': states[i] ?? 'none', title: `${symbol}: ${row.ages[i] === null ? 'no row' : `${age(row.ages[i] ?? null)} old`}` }));
  const label = `${words(row.dataset)}: ${fresh} of ${symbols.length} coins fresh`;
  return el('div', { class: 'heat-row' }, el('span', { class: 'heat-name' }, words(row.dataset)), el('span', { class: 'heat-cells', role: 'img', 'aria-label': label }, ...cells), el('span', { class: 'heat-sum' }, `${fresh}/${symbols.length}`));
}

const legend = (): HTMLElement => el('p', { class: 'legend' }, ...(['fresh', 'stale', 'late', 'none'] as const).flatMap((s) => [el('i', { 'data-state': s, 'aria-hidden': 'true' }), s === 'none' ? 'no row' : s]));

function datasetRow(d: Dataset): HTMLElement {
  const detail = d.state === 'off' ? (d.off ?? 'off') : `${d.fresh_symbols}/${d.symbols} fresh`;
  return el('tr', {}, el('th', { scope: 'row' }, words(d.dataset)), el('td', {}, el('span', { class: 'tag', 'data-tone': TONES[d.state] }, d.state)), el('td', {}, age(d.age_seconds)), el('td', {}, age(d.target_seconds)), el('td', {}, d.every), el('td', {}, d.rows.toLocaleString('en-US')), el('td', { class: 'last' }, detail));
}
const TONES: Record<Dataset['state'], string> = { fresh: 'good', stale: 'warn', late: 'warn', empty: 'bad', off: 'off' };
const HEADS = ['Dataset', 'State', 'Age', 'Limit', 'Every', 'Rows', ''];

/** @param datasets every dataset, those about no coin too. */
export function freshnessMap({ symbols, data }: Answer<'FreshnessMap'>, datasets: readonly Dataset[]): HTMLElement {
  const table = el('table', { class: 'plain datasets' }, el('thead', {}, el('tr', {}, ...HEADS.map((h) => (h ? el('th', { scope: 'col' }, h) : el('td'))))), el('tbody', {}, ...datasets.map(datasetRow)));
  return el('div', {}, el('div', { class: 'heat' }, ...data.map((row) => squares(row, symbols))), legend(), scroller('Datasets, scrolls sideways', table));
}
