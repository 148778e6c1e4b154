/** The market: a table of every coin that ticks, can be searched, sorted and walked through with the keys. */
import { ask, type Answer } from './ask.js';
import { empty, failed, loading } from './blocks.js';
import { el, inFrame, say, setText } from './dom.js';
import { clockTime } from './format.js';
import type { PriceUpdate, ViewContext } from './live.js';
import { Line, type MarketRow } from './market-row.js';
import { matches, sorted, type Sortable } from './order.js';
import { walkRows } from './walk.js';

interface Column {
  name: string;
  title: string;
  /** How its header is read out where it is not the title. */
  label?: string;
  by?: (row: MarketRow) => Sortable;
}
const COLUMNS: readonly Column[] = [
  { name: 'rank', title: '#', label: 'Rank', by: (r) => r.rank },
  { name: 'symbol', title: 'Coin', by: (r) => r.symbol },
  { name: 'price', title: 'Price', by: (r) => r.price },
  { name: 'change', title: '24 h', by: (r) => r.change_24h },
  { name: 'spark', title: 'Last 24 hours' },
  { name: 'rsi', title: 'RSI', label: 'RSI over 14 hours', by: (r) => r.rsi_14 },
  { name: 'mood', title: 'Sentiment', label: 'Sentiment of the last 24 hours', by: (r) => r.sentiment_score },
  { name: 'volume', title: 'Volume', label: 'Volume of 24 hours', by: (r) => r.volume_24h },
  { name: 'cap', title: 'Market cap', by: (r) => r.market_cap },
  { name: 'fresh', title: 'Age', label: 'Age of the price', by: (r) => (r.available_at === null ? null : Date.parse(r.available_at)) },
];

/** These are read from their beginning, figures from the largest. */
const RISING = new Set(['rank', 'symbol']);
const AGE_EVERY_MS = 1_000;
/** How often indicators and sparklines are asked for at most; prices come by themselves. */
const RELOAD_LEAST_MS = 30_000;
const SAY_EVERY_MS = 60_000;

class MarketTable {
  private readonly lines = new Map<string, Line>();
  private readonly owed = new Map<string, PriceUpdate>();
  private readonly body = el('tbody');
  private readonly nothing = el('p', { class: 'state empty', hidden: true });
  private order: { column: Column; down: boolean } = { column: COLUMNS[0] as Column, down: false };
  private saidAt = -SAY_EVERY_MS;
  typed = '';
  readonly headers: HTMLTableCellElement[] = COLUMNS.map((c) => this.header(c));
  readonly element = el('div', { class: 'scroller' }, el('table', { class: 'market' }, el('caption', { class: 'unseen' }, 'Every collected coin. Arrow keys move between rows, Enter opens one.'), el('thead', {}, el('tr', {}, ...this.headers)), this.body), this.nothing);
  readonly flush = inFrame(() => this.pay());

  constructor(private readonly summary: (lines: readonly Line[]) => void) {
    walkRows(this.body);
  }

  take({ data, fresh_seconds }: Answer<'Market'>): void {
    for (const row of data) {
      const line = this.lines.get(row.symbol);
      if (line) line.show(row);
      else this.lines.set(row.symbol, new Line(row, fresh_seconds));
    }
    const symbols = new Set(data.map((r) => r.symbol));
    for (const gone of [...this.lines.keys()].filter((s) => !symbols.has(s))) this.lines.delete(gone);
    this.arrange();
  }

  tick(updates: readonly PriceUpdate[]): void {
    for (const u of updates) this.owed.set(u.symbol, u);
    this.flush();
  }

  /** Puts the lines that match in order; none is moved that stands where it should. */
  arrange(): void {
    const { column, down } = this.order;
    const by = column.by ?? (() => null);
    const shown = sorted([...this.lines.values()].filter((l) => matches({ symbol: l.row.symbol, name: l.row.name ?? '' }, this.typed)), (l) => by(l.row), down);
    shown.forEach((line, i) => {
      if (this.body.children[i] !== line.element) this.body.insertBefore(line.element, this.body.children[i] ?? null);
    });
    while (this.body.children.length > shown.length) this.body.lastElementChild?.remove();
    const first = shown.some((l) => l.link.tabIndex === 0);
    if (!first && shown[0]) shown[0].link.tabIndex = 0;
    this.nothing.hidden = shown.length > 0;
    setText(this.nothing, `No coin is called “${this.typed.trim()}”.`);
    this.summary([...this.lines.values()]);
  }

  ages(): void {
    for (const line of this.lines.values()) line.showAge();
  }
  get symbols(): string[] {
    return [...this.lines.keys()];
  }
  get shown(): number {
    return this.body.children.length;
  }

  private pay(): void {
    let changed = 0;
    for (const [symbol, update] of this.owed) if (this.lines.get(symbol)?.tick(update)) changed += 1;
    this.owed.clear();
    this.summary([...this.lines.values()]);
    if (changed === 0 || performance.now() - this.saidAt < SAY_EVERY_MS) return;
    this.saidAt = performance.now();
    say(`${changed} prices changed`);
  }

  private header(column: Column): HTMLTableCellElement {
    if (!column.by) return el('th', { scope: 'col', class: column.name }, el('span', {}, column.title));
    const button = el('button', { type: 'button', 'aria-label': column.label ?? null }, column.title);
    const th = el('th', { scope: 'col', class: column.name, 'aria-sort': column === this.order.column ? 'ascending' : null }, button);
    button.addEventListener('click', () => this.sortBy(column));
    return th;
  }
  private sortBy(column: Column): void {
    this.order = { column, down: this.order.column === column ? !this.order.down : !RISING.has(column.name) };
    this.headers.forEach((th, i) => {
      if (COLUMNS[i] === column) th.setAttribute('aria-sort', this.order.down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    });
    this.arrange();
  }
}

function searchBox(table: MarketTable): HTMLElement {
  const input = el('input', { type: 'search', id: 'search', placeholder: 'Search', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Search coins', 'aria-keyshortcuts': '/' });
  input.addEventListener('input', () => {
    table.typed = input.value;
    table.arrange();
    say(`${table.shown} of ${table.symbols.length} coins`);
  });
  input.addEventListener('keydown', (e) => {
    if (e.key === 'ArrowDown' || e.key === 'Enter') table.element.querySelector<HTMLAnchorElement>('tbody a')?.focus();
    if (e.key === 'Enter') table.element.querySelector<HTMLAnchorElement>('tbody a')?.click();
    if (e.key === 'ArrowDown' || e.key === 'Enter') e.preventDefault();
  });
  return el('label', { class: 'search' }, input, el('kbd', { 'aria-hidden': 'true' }, '/'));
}

function summaryLine() {
  const parts = { count: el('b'), up: el('b', { 'data-tone': 'up' }), down: el('b', { 'data-tone': 'down' }), at: el('b') };
  const element = el('p', { class: 'summary', hidden: true }, parts.count, ' coins · ', parts.up, ' up · ', parts.down, ' down · prices of ', parts.at, ' UTC');
  const show = (lines: readonly Line[]): void => {
    const newest = lines.map((l) => l.row.available_at ?? '').reduce((a, b) => (a > b ? a : b), '');
    element.hidden = lines.length === 0;
    setText(parts.count, String(lines.length));
    setText(parts.up, String(lines.filter((l) => (l.row.change_24h ?? 0) > 0).length));
    setText(parts.down, String(lines.filter((l) => (l.row.change_24h ?? 0) < 0).length));
    setText(parts.at, newest ? clockTime(newest) : '–');
  };
  return { element, show };
}

const NO_COINS = ['No coin is collected yet', 'The first slot fills this table: it takes a minute after the start of a farm.'] as const;

/** Shows the market in `root` until the signal ends. */
export function marketView(root: HTMLElement, { live, signal }: ViewContext): void {
  const summary = summaryLine();
  const table = new MarketTable(summary.show);
  const withheld = el('p', { class: 'note', hidden: true });
  const body = el('div', {}, loading('the market'));
  root.replaceChildren(el('div', { class: 'tools' }, el('h1', {}, 'Market'), summary.element, searchBox(table)), withheld, body);
  let loadedAt = -Infinity;
  const load = async (): Promise<void> => {
    loadedAt = performance.now();
    try {
      const market = await ask<Answer<'Market'>>('/api/v1/market', signal);
      table.take(market);
      live.follow(table.symbols);
      withheld.hidden = market.withheld.length === 0;
      setText(withheld, `Your key may not see ${market.withheld.map((c) => c.replaceAll('_', ' ')).join(' and ')}.`);
      const content = market.total > 0 ? table.element : empty(...NO_COINS);
      if (body.firstChild !== content) body.replaceChildren(content);
    } catch (error) {
      // What is known stays on show: the banner says that it does not move.
      if (!signal.aborted && table.symbols.length === 0) body.replaceChildren(failed(error, () => void load()));
    }
  };
  const reload = (): void => {
    if (performance.now() - loadedAt > RELOAD_LEAST_MS || table.symbols.length === 0) void load();
  };
  const timer = setInterval(() => table.ages(), AGE_EVERY_MS);
  const off = [live.onPrices((updates) => table.tick(updates)), live.onSlot(reload), live.onBack(() => void load()), () => clearInterval(timer)];
  signal.addEventListener('abort', () => off.forEach((stop) => stop()));
  void load();
}
