/** One line of the market table. It keeps its cells and changes only what has changed. */
import type { Answer } from './ask.js';
import { el, flash, setData, setText, svg } from './dom.js';
import { age, compact, direction, percent, price, score } from './format.js';
import type { PriceUpdate } from './live.js';
import { sparkline } from './spark.js';
import { secondsSince } from './time.js';

export type MarketRow = Answer<'MarketRow'>;
const SPARK = { width: 112, height: 28 };
const LATE = 3;

export class Line {
  readonly element: HTMLTableRowElement;
  readonly link: HTMLAnchorElement;
  private readonly cells = { rank: cell('rank'), price: cell('price'), change: cell('change'), rsi: cell('rsi'), mood: cell('mood'), volume: cell('volume'), cap: cell('cap'), fresh: cell('fresh') };
  private readonly path = svg('path', { fill: 'none', 'stroke-width': 1.5, 'vector-effect': 'non-scaling-stroke' });
  private readonly spark = svg('svg', { viewBox: `0 0 ${SPARK.width} ${SPARK.height}`, width: SPARK.width, height: SPARK.height, role: 'img', 'aria-label': 'last 24 hours' }, this.path);
  private readonly age = el('span');
  private readonly needle = el('i', { class: 'needle', 'aria-hidden': 'true' });

  constructor(
    public row: MarketRow,
    private readonly freshSeconds: number,
  ) {
    this.link = el('a', { href: `#/coin/${encodeURIComponent(row.symbol)}`, tabindex: -1 }, el('b', {}, row.symbol), el('span', { class: 'name' }, row.name ?? ''));
    const { rank, price: amount, change, rsi, mood, volume, cap, fresh } = this.cells;
    rsi.append(el('span'), el('span', { class: 'scale', 'aria-hidden': 'true' }, this.needle));
    fresh.append(el('i', { class: 'dot', 'aria-hidden': 'true' }), this.age);
    this.element = el('tr', { 'data-symbol': row.symbol }, rank, el('th', { scope: 'row' }, this.link), amount, change, el('td', { class: 'spark' }, this.spark), rsi, mood, volume, cap, fresh);
    this.show(row);
  }

  /** Takes over a whole row. */
  show(row: MarketRow): void {
    const before = this.row.price;
    this.row = row;
    const { rank, rsi, mood } = this.cells;
    setText(rank, row.rank === null ? '–' : String(row.rank));
    this.showPrice(before);
    const path = sparkline(row.closes, SPARK.width, SPARK.height);
    if (this.path.getAttribute('d') !== path) this.path.setAttribute('d', path);
    const known = row.closes.filter((c) => c !== null);
    setData(this.spark, 'tone', direction((known.at(-1) ?? 0) - (known[0] ?? 0)));
    setText(rsi.firstElementChild as Element, row.rsi_14 === null ? '–' : row.rsi_14.toFixed(1));
    setData(rsi, 'zone', zoneOf(row.rsi_14));
    this.needle.style.left = `${row.rsi_14 ?? 50}%`;
    setText(mood, score(row.sentiment_score));
    setData(mood, 'tone', direction(row.sentiment_score === null || Math.abs(row.sentiment_score) < 0.1 ? null : row.sentiment_score));
    this.showAge();
  }

  /** Takes over what a socket told. Says whether the price is another one. */
  tick({ data, timestamp }: PriceUpdate): boolean {
    const before = this.row.price;
    // A push says when the upstream updated the price, not when the farm could know it: the two are told apart by no more than a moment.
    this.row = { ...this.row, price: data.price_usd, change_24h: data.change_24h, volume_24h: data.volume_24h, market_cap: data.market_cap, timestamp, available_at: timestamp };
    this.showPrice(before);
    this.showAge();
    return before !== data.price_usd;
  }

  showAge(): void {
    const seconds = secondsSince(this.row.available_at);
    setText(this.age, age(seconds));
    setData(this.cells.fresh, 'state', freshness(seconds, this.freshSeconds));
  }

  private showPrice(before: number | null): void {
    const { price: amount, change, volume, cap } = this.cells;
    const { row } = this;
    if (setText(amount, price(row.price)) && before !== null && row.price !== null && before !== row.price) flash(amount, row.price > before ? 'up' : 'down');
    setText(change, percent(row.change_24h));
    // What reads 0.00 % has no direction.
    setData(change, 'tone', direction(Math.abs(row.change_24h ?? 0) < 0.005 ? null : row.change_24h));
    setText(volume, compact(row.volume_24h));
    setText(cap, compact(row.market_cap));
  }
}

function cell(name: string): HTMLTableCellElement {
  return el('td', { class: name });
}

function zoneOf(rsi: number | null): string {
  if (rsi === null) return 'unknown';
  if (rsi >= 70) return 'hot';
  return rsi <= 30 ? 'cold' : 'calm';
}

/** fresh up to the target, then stale; late from three times of it on. */
export function freshness(seconds: number | null, target: number): 'none' | 'fresh' | 'stale' | 'late' {
  if (seconds === null) return 'none';
  if (seconds <= target) return 'fresh';
  return seconds <= LATE * target ? 'stale' : 'late';
}
