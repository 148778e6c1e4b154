/** A plan, a backfill's end and a list of them, as lines for a person. Pure. */
import type { Schemas } from '#api/client/farm.js';
import { barText, clockText, type Backfill } from './progress.js';

type Plan = Schemas['BackfillPlan'];
type Details = Schemas['BackfillDetails'];

const grouped = (n: number): string => n.toLocaleString('en-US');
const day = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')}`;
const percent = (share: number): string => (share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`);

export function planText(p: Plan): string {
  const stage = (s: Plan['stages'][number]): string =>
    `  ${`${s.stage} ${s.timeframe ?? ''}`.padEnd(15)} ${String(s.symbols).padStart(4)} symbols  ${day(s.from)} to ${day(s.to)}  ${grouped(s.rows).padStart(11)} rows, ${grouped(s.stored)} stored  ${s.chunks} chunks`;
  const call = (c: Plan['calls'][number]): string => `  ${c.host}: ${grouped(c.calls)} calls${c.budget_share === null ? '' : `, ${percent(c.budget_share)} of its budget, ${clockText(c.seconds_at_least ?? 0)} at least`}`;
  return [
    `A backfill of ${p.dataset}, ${p.symbols} symbols: ${grouped(p.rows)} rows, ${grouped(p.stored)} of them stored already, in ${grouped(p.chunks)} chunks. Nothing has been begun.`,
    ...p.stages.map(stage),
    p.calls.length === 0 ? '  no upstream is asked' : 'Asked of upstreams, with the half of their budgets that slots leave:',
    ...p.calls.map(call),
    `About ${p.seconds === null ? 'as long as it takes: nothing of the kind has been done here yet' : clockText(p.seconds)}.`,
  ].join('\n');
}

/** What never came, or went wrong, a line a chunk. */
const troubles = (d: Details): string[] => d.troubles.map((t) => `  ${t.stage}${t.timeframe === null ? '' : ` ${t.timeframe}`}, ${day(t.from)} to ${day(t.to)}: ${t.state === 'done' ? '' : `${t.state}, `}${t.reason ?? ''}`);

export function endText(d: Details): string {
  const rows = d.stages.map((s) => `${grouped(s.rows_written)} ${s.stage}`).join(', ');
  const took = d.started_at && d.finished_at ? ` in ${clockText((Date.parse(d.finished_at) - Date.parse(d.started_at)) / 1_000)} of farm time` : '';
  const said = d.reason === null ? '' : ` (${d.reason})`;
  return [`${d.backfill_id} is ${d.state}${said}: rows stored: ${rows}${took}.`, ...(d.troubles.length > 0 ? ['Not there, and why:', ...troubles(d)] : [])].join('\n');
}

const line = (b: Backfill): string => `  ${b.backfill_id.padEnd(18)} ${b.state.padEnd(9)} ${barText(b.progress)}  ${b.dataset}, ${b.symbols} symbols, ${day(b.from)} to ${day(b.to)}${b.origin === 'gap' ? ', for a gap' : ''}`;
export const listText = (list: readonly Backfill[]): string => (list.length === 0 ? 'No backfill has been asked for.' : list.map(line).join('\n'));
