/** The chain as a flow: the stages of one slot with what they did and how long it took, and the slots before it to choose from. */
import type { Answer } from './ask.js';
import { empty } from './blocks.js';
import { el, svg } from './dom.js';
import { clockTime, took, words } from './format.js';

type Slot = Answer<'Slot'>;
type Stage = Answer<'Stage'>;

/** What stands in a column of the flow waits for what stands left of it. */
const COLUMNS: readonly (readonly string[])[] = [['crypto_prices', 'ohlc'], ['technical_indicators'], ['ml_features']];
const CHAIN: ReadonlySet<string> = new Set(COLUMNS.flat());
const TONES: Record<string, string> = { done: 'good', partial: 'warn', missed: 'bad', off: 'off', pending: 'busy' };

function stageBox(s: Stage): HTMLElement {
  const lacking = s.missing > 0 ? el('span', { 'data-tone': 'warn' }, `${s.missing} missing`) : null;
  const repaired = s.repairs > 0 ? el('span', {}, `${s.repairs} repair${s.repairs > 1 ? 's' : ''}`) : null;
  const facts = el('p', { class: 'stage-facts' }, el('span', {}, `${s.rows.toLocaleString('en-US')} rows`), el('span', {}, `${s.done}/${s.chunks} chunks`), lacking, repaired);
  return el('li', { class: 'stage', 'data-state': TONES[s.state] ?? 'off' }, el('p', { class: 'stage-name' }, el('i', { class: 'dot', 'aria-hidden': 'true' }), words(s.dataset), el('span', { class: 'unseen' }, `, ${s.state}`)), el('p', { class: 'stage-time' }, s.seconds === null ? s.state : took(s.seconds)), facts);
}

function flowOf(slot: Slot): HTMLElement {
  const of = (name: string): Stage | undefined => slot.stages.find((s) => s.dataset === name);
  const columns = COLUMNS.flatMap((names, i) => {
    const stages = names.flatMap((n) => of(n) ?? []);
    const arrow = i === 0 ? [] : [svg('svg', { class: 'arrow', viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' }, svg('path', { d: 'M3 12h16m-6-6 6 6-6 6', fill: 'none', stroke: 'currentColor', 'stroke-width': 2 }))];
    return [...arrow, el('ul', { class: 'column' }, ...stages.map(stageBox))];
  });
  const beside = slot.stages.filter((s) => !CHAIN.has(s.dataset));
  const chip = (s: Stage): HTMLElement => el('li', { 'data-state': TONES[s.state] ?? 'off', title: `${s.rows} rows, ${s.state}` }, el('i', { class: 'dot', 'aria-hidden': 'true' }), words(s.dataset), ' ', el('b', {}, s.seconds === null ? s.state : took(s.seconds)));
  return el('div', {}, el('div', { class: 'flow' }, ...columns), beside.length === 0 ? null : el('div', { class: 'inputs' }, el('h3', {}, 'Beside the chain'), el('ul', { class: 'chips' }, ...beside.map(chip))));
}

const LEAST_WIDTH = 0.8;
/** A slot as a line: when its stages ran, on a scale that all lines share. */
function gantt(slot: Slot, scale: number): SVGElement {
  const bars = slot.stages.filter((s) => CHAIN.has(s.dataset) && s.after_seconds !== null).map((s, i) => {
    const from = Math.min(100 - LEAST_WIDTH, ((s.after_seconds ?? 0) / scale) * 100);
    const width = Math.max(LEAST_WIDTH, ((s.seconds ?? 0) / scale) * 100);
    return svg('rect', { x: from, y: 1 + i * 4, width: Math.min(width, 100 - from), height: 3, 'data-state': TONES[s.state] ?? 'off' });
  });
  return svg('svg', { class: 'gantt', viewBox: '0 0 100 17', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...bars);
}

/** Slow slots are rare: the scale serves the usual ones, a slow one runs to the end of it. */
function scaleOf(slots: readonly Slot[]): number {
  const lengths = slots.flatMap((s) => s.seconds ?? []).sort((a, b) => a - b);
  return Math.max(1, 1.5 * (lengths[Math.floor(lengths.length / 2)] ?? 1));
}

export class SlotFlow {
  private chosen: string | undefined;
  private slots: readonly Slot[] = [];
  private readonly flow = el('div');
  private readonly list = el('ol', { class: 'slots', 'aria-label': 'Last slots' });
  readonly element = el('div', {}, this.flow, this.list);

  /** Newest first. The newest is shown until another one is chosen. */
  show(slots: readonly Slot[]): void {
    this.slots = slots;
    const focused = this.list.contains(document.activeElement);
    const scale = scaleOf(slots);
    const shown = slots.find((s) => s.slot === this.chosen) ?? slots[0];
    this.list.replaceChildren(...slots.map((s) => this.line(s, { scale, pressed: s === shown })));
    this.flow.replaceChildren(shown ? flowOf(shown) : empty('No slot yet', 'The first slot of the timetable has not begun.'));
    if (focused) this.list.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  private line(slot: Slot, { scale, pressed }: { scale: number; pressed: boolean }): HTMLElement {
    const lacking = slot.stages.reduce((sum, s) => sum + (CHAIN.has(s.dataset) ? s.missing : 0), 0);
    const button = el('button', { type: 'button', 'aria-pressed': String(pressed), 'data-state': TONES[slot.state] ?? 'off' }, el('i', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'slot-at' }, clockTime(slot.slot)), gantt(slot, scale), el('span', { class: 'slot-took' }, slot.seconds === null ? 'under way' : took(slot.seconds)), el('span', { class: 'unseen' }, `, ${slot.state}, ${lacking} missing`));
    button.addEventListener('click', () => {
      this.chosen = slot === this.slots[0] ? undefined : slot.slot;
      this.show(this.slots);
    });
    return el('li', {}, button);
  }
}
