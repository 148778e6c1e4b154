/** The hosts the farm asks: circuit, what is left of the budgets, how the calls went. */
import type { Answer } from './ask.js';
import { empty, scroller } from './blocks.js';
import { el, meter } from './dom.js';
import { age, words } from './format.js';

type Upstream = Answer<'Upstream'>;
const HEADS = ['Host', 'Circuit', 'Budget left', 'Calls', 'Failed', 'Last call'];

function state(u: Upstream): HTMLElement {
  if (u.circuit === 'open') return el('span', { class: 'tag', 'data-tone': 'bad' }, 'open');
  if (u.paused_seconds > 0) return el('span', { class: 'tag', 'data-tone': 'warn' }, `paused ${age(u.paused_seconds)}`);
  return el('span', { class: 'tag', 'data-tone': 'good' }, 'closed');
}

function budget(b: Upstream['budgets'][number]): HTMLElement {
  const share = b.capacity === 0 ? 0 : b.remaining / b.capacity;
  const text = `${b.remaining.toLocaleString('en-US')} of ${b.capacity.toLocaleString('en-US')} per ${b.window}`;
  return el('span', { class: 'budget' }, meter(share, text, share < 0.2 ? 'warn' : 'accent'), el('span', { class: 'muted' }, text));
}

function row(u: Upstream): HTMLElement {
  const good = u.last_outcome === 'ok' || u.last_outcome === 'not_modified';
  const last = `${age(u.last_call_seconds)} ago${good || u.last_outcome === null ? '' : `, ${words(u.last_outcome)}`}`;
  return el('tr', { 'data-host': u.host }, el('th', { scope: 'row' }, words(u.host)), el('td', {}, state(u)), el('td', { class: 'budgets' }, ...u.budgets.map(budget)), el('td', {}, u.calls.toLocaleString('en-US')), el('td', { 'data-tone': u.failed > 0 ? 'warn' : 'none' }, u.failed.toLocaleString('en-US')), el('td', { class: 'last' }, last));
}

/** What is in trouble comes first. */
const trouble = (u: Upstream): number => Number(u.circuit === 'open') * 2 + Number(u.paused_seconds > 0);

export function upstreamTable(upstreams: Answer<'Farm'>['upstreams']): HTMLElement {
  if (upstreams === null) return empty('The workers cannot be heard', 'Redis does not answer.');
  if (upstreams.length === 0) return empty('No host was called yet', 'No running worker process has called an upstream.');
  const sorted = [...upstreams].sort((a, b) => trouble(b) - trouble(a));
  return scroller('Upstreams, scrolls sideways', el('table', { class: 'plain upstreams' }, el('thead', {}, el('tr', {}, ...HEADS.map((h) => el('th', { scope: 'col' }, h)))), el('tbody', {}, ...sorted.map(row))));
}
