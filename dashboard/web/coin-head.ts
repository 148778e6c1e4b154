/** The head of a coin's view: its name, its price, and the day's figures. */
import type { Answer } from './ask.js';
import { el, flash, setData, setText } from './dom.js';
import { age, compact, direction, percent, price } from './format.js';
import { secondsSince } from './time.js';

const pair = (term: string, value: HTMLElement): HTMLElement => el('div', {}, el('dt', {}, term), value);

export class CoinHead {
  private readonly parts = { name: el('span', { class: 'name' }), price: el('span', { class: 'big' }), change: el('span', { class: 'change' }), at: el('span', { class: 'muted' }) };
  private readonly facts = { high: el('dd'), low: el('dd'), volume: el('dd'), cap: el('dd'), quality: el('dd') };
  readonly element: HTMLElement;
  private price: number | null = null;
  private at: string | null = null;

  constructor(symbol: string) {
    const { name, price: amount, change, at } = this.parts;
    const { high, low, volume, cap, quality } = this.facts;
    const list = el('dl', { class: 'facts' }, pair('24 h high', high), pair('24 h low', low), pair('Volume', volume), pair('Market cap', cap), pair('Quality', quality));
    this.element = el('header', { class: 'coin-head' }, el('a', { class: 'back', href: '#/' }, '‹ Market'), el('h1', {}, symbol, ' ', name), el('p', { class: 'quote' }, amount, change, at), list);
  }

  show(p: Answer<'Price'>): void {
    const { high, low, volume, cap, quality } = this.facts;
    setText(this.parts.name, p.name ?? '');
    this.showPrice(p.current_price, p.price_change_percentage_24h, p.available_at);
    setText(high, price(p.high_24h));
    setText(low, price(p.low_24h));
    setText(volume, compact(p.volume_24h));
    setText(cap, compact(p.market_cap));
    setText(quality, p.quality);
  }

  showPrice(now: number, change: number | null, at: string): void {
    const before = this.price;
    this.price = now;
    this.at = at;
    if (setText(this.parts.price, price(now)) && before !== null && before !== now) flash(this.parts.price, now > before ? 'up' : 'down');
    setText(this.parts.change, percent(change));
    setData(this.parts.change, 'tone', direction(change));
    this.showAge();
  }

  showAge(): void {
    setText(this.parts.at, this.at === null ? '' : `${age(secondsSince(this.at))} old`);
  }
}
