/** The candles of a coin with the indicators that were chosen, drawn anew when a slot has landed. */
import { ask, type Answer } from './ask.js';
import { empty, failed, loading, panel } from './blocks.js';
import { CandleChart, columnsOf, indicatorNames, overlays, STEP_SECONDS, type IndicatorName, type Timeframe } from './chart.js';
import { choices } from './choices.js';
import { el, setText } from './dom.js';
import { dayTime, figure, price, words } from './format.js';
import type { ViewContext } from './live.js';
import { show as replace } from './morph.js';
import { farmNow } from './time.js';

const BARS = 500;
const LEAST_BETWEEN_MS = 5_000;
const TIMEFRAMES = Object.keys(STEP_SECONDS) as Timeframe[];
const NARROW = '(max-width: 640px)';
type Bars = Answer<'Candles'>;
type Indicators = Answer<'IndicatorHistory'>;

class Candles {
  private frame: Timeframe = '1h';
  private readonly pressed = new Set<Timeframe>([this.frame]);
  private readonly shown = new Set<IndicatorName>(matchMedia(NARROW).matches ? ['Moving averages'] : ['Moving averages', 'RSI', 'MACD']);
  private readonly canvas = el('div', { class: 'chart', role: 'img' });
  private readonly legend = el('div');
  private readonly note = el('p', { class: 'note', hidden: true });
  private readonly state = el('div', {}, loading('candles'));
  private chart: CandleChart | undefined;
  private drawnAt = -LEAST_BETWEEN_MS;
  readonly element: HTMLElement;

  constructor(
    private readonly symbol: string,
    private readonly signal: AbortSignal,
  ) {
    const tools = el('div', { class: 'chart-tools' }, choices('Timeframe', TIMEFRAMES, this.pressed, (f) => this.pick(f)), choices('Indicators', indicatorNames, this.shown, (i) => this.toggle(i)));
    this.element = panel('Candles', tools, this.note, this.state, this.legend, this.canvas);
    signal.addEventListener('abort', () => this.chart?.close());
  }

  /** Draws what is stored now; a failure shows only where nothing has been drawn yet. */
  async draw(): Promise<void> {
    const frame = this.frame;
    this.drawnAt = performance.now();
    try {
      const [bars, indicators] = await Promise.all([this.bars(frame), this.indicators(frame)]);
      if (!this.signal.aborted && frame === this.frame) this.show(bars, indicators);
    } catch (error) {
      if (!this.signal.aborted && !this.chart) this.state.replaceChildren(failed(error, () => void this.draw()));
    }
  }
  /** For what comes often. */
  redraw(): void {
    if (performance.now() - this.drawnAt > LEAST_BETWEEN_MS) void this.draw();
  }

  private bars(frame: Timeframe): Promise<Bars> {
    const start = new Date(farmNow() - BARS * STEP_SECONDS[frame] * 1_000).toISOString();
    return ask<Bars>(`/api/v1/prices/historical/${encodeURIComponent(this.symbol)}?interval=${frame}&start=${start}&limit=1000`, this.signal);
  }
  /** Null where none are stored, or the key may not see them: the candles stand without. */
  private indicators(frame: Timeframe): Promise<Indicators | null> {
    const columns = columnsOf(this.names());
    if (columns.length === 0) return Promise.resolve(null);
    return ask<Indicators>(`/api/v1/technical/${encodeURIComponent(this.symbol)}/indicators?timeframe=${frame}&indicators=${columns.join()}&limit=${BARS}`, this.signal).catch(() => null);
  }
  private names = (): IndicatorName[] => indicatorNames.filter((n) => this.shown.has(n));

  private show(bars: Bars, indicators: Indicators | null): void {
    const some = bars.data.length > 0;
    this.state.replaceChildren(...(some ? [] : [empty('No candles yet', `No venue has told a ${this.frame} bar of this coin.`)]));
    this.canvas.hidden = !some;
    if (!some) return;
    this.chart ??= new CandleChart(this.canvas);
    this.chart.showBars(bars.data);
    this.chart.showIndicators(indicators?.history ?? [], indicators ? this.names() : [], STEP_SECONDS[this.frame]);
    replace(this.legend, legendOf(indicators));
    this.note.hidden = indicators !== null || this.names().length === 0;
    setText(this.note, 'The indicators are missing: none are stored yet, or your key may not see them.');
    const [first, last] = [bars.data[0], bars.data.at(-1)];
    if (first && last) this.canvas.setAttribute('aria-label', `${this.symbol}, ${bars.data.length} candles of ${this.frame} from ${dayTime(first.timestamp)} to ${dayTime(last.timestamp)}; the last one closed at ${price(last.close)}; ${bars.gaps.length} gaps`);
    this.canvas.dataset['bars'] = String(bars.data.length);
  }

  private pick(frame: Timeframe): void {
    this.pressed.clear();
    this.pressed.add(frame);
    this.frame = frame;
    this.chart?.refit();
    void this.draw();
  }
  private toggle(name: IndicatorName): void {
    if (!this.shown.delete(name)) this.shown.add(name);
    void this.draw();
  }
}

/** What the lines are, and where they stand now. */
function legendOf(indicators: Indicators | null): HTMLElement {
  const newest = (indicators?.indicators ?? {}) as Record<string, number | null>;
  const items = overlays.filter((o) => o.column in newest).map(({ column, colour }) => {
    const mark = el('i', { 'aria-hidden': 'true' });
    mark.style.backgroundColor = colour;
    return el('li', {}, mark, words(column), ' ', el('b', {}, figure(newest[column] ?? null)));
  });
  return el('ul', { class: 'legend-lines' }, ...items);
}

export function candlePanel(symbol: string, { live, signal }: ViewContext): HTMLElement {
  const candles = new Candles(symbol, signal);
  const off = [live.onSlot(() => candles.redraw()), live.onBack(() => void candles.draw())];
  signal.addEventListener('abort', () => off.forEach((stop) => stop()));
  void candles.draw();
  return candles.element;
}
