/** What is being caught up with: repairs of slots, and backfills, with how far they are. */
import type { Answer } from './ask.js';
import { el, meter } from './dom.js';
import { age, words } from './format.js';

type Farm = Answer<'Farm'>;
type Job = NonNullable<Farm['catching_up']>[number];

function line(j: Job): HTMLElement {
  const state = `${words(j.state)}, ${age(j.since_seconds)}`;
  const progress = j.progress === null ? null : meter(j.progress, `${Math.round(j.progress * 100)} % done`);
  return el('li', {}, el('span', { class: 'job', title: j.id }, j.id), el('span', { class: 'muted' }, j.progress === null ? state : `${Math.round(j.progress * 100)} %, ${state}`), progress);
}

const part = (n: number, what: string, tone: string): (string | HTMLElement)[] => (n === 0 ? [] : [' · ', el('b', { 'data-tone': tone }, String(n)), ` ${what}`]);

/** @param day slots of the last 24 hours by state. */
export function workList(jobs: Farm['catching_up'], day: Farm['last_day']): HTMLElement {
  const summary = el('p', { class: 'day' }, 'Last 24 hours: ', el('b', {}, String(day.done)), ' slots whole', ...part(day.partial, 'partial', 'warn'), ...part(day.missed, 'missed', 'bad'), ...part(day.pending, 'under way', 'busy'), ...part(day.repaired, 'needed repair', 'muted'));
  if (jobs === null) return el('div', {}, summary, el('p', { class: 'muted' }, 'The queues cannot be read: Redis does not answer.'));
  const list = jobs.length === 0 ? el('p', { class: 'muted' }, 'Nothing is being repaired or filled in.') : el('ul', { class: 'work' }, ...jobs.map(line));
  return el('div', {}, summary, list);
}
