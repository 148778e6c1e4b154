/** The newest feature row of a coin, by group, with the age of what it was computed from. */
import type { Answer } from './ask.js';
import { el } from './dom.js';
import { age, dayTime, figure, words } from './format.js';
import { secondsSince } from './time.js';

type Values = Record<string, number | null>;

function group(name: string, values: Values, open: boolean): HTMLElement {
  const entries = Object.entries(values);
  const known = entries.filter(([, v]) => v !== null).length;
  const items = entries.map(([column, value]) => el('div', { 'data-known': String(value !== null) }, el('dt', {}, words(column)), el('dd', {}, figure(value))));
  const summary = el('summary', {}, el('b', {}, words(name)), el('span', { class: 'muted' }, `${known} of ${entries.length} known`));
  return el('details', { class: 'group', open }, summary, el('dl', { class: 'values' }, ...items));
}

/** What the row was computed from, and how old that is. */
function inputs(lineage: Record<string, string | null>): HTMLElement {
  const items = Object.entries(lineage).map(([name, at]) => el('li', {}, words(name), ' ', el('b', {}, at === null ? 'none' : age(secondsSince(at)))));
  return el('div', { class: 'inputs' }, el('h3', {}, 'Age of the inputs'), el('ul', { class: 'chips' }, ...items));
}

export function featureGroups(row: Answer<'FeatureRow'>): HTMLElement {
  const groups = Object.entries(row.features as Record<string, Values>);
  const head = el('p', { class: 'muted' }, `Slot of ${dayTime(row.timestamp)} UTC, version ${row.feature_version}: ${row.feature_count} features, ${Math.round(row.fill_ratio * 100)} % known, quality ${row.data_quality_score === null ? 'unknown' : row.data_quality_score.toFixed(2)}.`);
  return el('div', {}, head, inputs(row.lineage), el('div', { class: 'groups' }, ...groups.map(([name, values], i) => group(name, values, i === 0))));
}
