/** Candles with indicators, drawn by lightweight-charts. Bars and figures come from the api as they are; a bar that is missing is a gap. */
import type { Answer } from './ask.js';
import { figure, price, priceDigits } from './format.js';
import { CandlestickSeries, ColorType, createChart, HistogramSeries, LineSeries, LineStyle, type IChartApi, type ISeriesApi, type SeriesType, type UTCTimestamp } from './vendor/lightweight-charts.js';

export type Timeframe = Answer<'Candles'>['interval'];
export const STEP_SECONDS: Record<Timeframe, number> = { '5m': 300, '1h': 3_600, '4h': 14_400, '1d': 86_400 };
type Bars = Answer<'Candles'>['data'];
type History = Answer<'IndicatorHistory'>['history'];

const INK = { text: '#9fb0c3', grid: '#1a232e', up: '#4cc38a', down: '#ff7b72', upSoft: '#4cc38a66', downSoft: '#ff7b7266' };

interface Overlay {
  column: string;
  colour: string;
  /** 0 is the pane of the candles. */
  pane: number;
  histogram?: boolean;
}
export const INDICATORS = {
  'Moving averages': [{ column: 'sma_20', colour: '#6cb0ff', pane: 0 }, { column: 'ema_26', colour: '#e3b341', pane: 0 }],
  'Bollinger bands': [{ column: 'bb_upper', colour: '#7d8ea3', pane: 0 }, { column: 'bb_middle', colour: '#56657a', pane: 0 }, { column: 'bb_lower', colour: '#7d8ea3', pane: 0 }],
  RSI: [{ column: 'rsi_14', colour: '#c297ff', pane: 1 }],
  MACD: [{ column: 'macd_histogram', colour: '#56657a', pane: 2, histogram: true }, { column: 'macd_line', colour: '#6cb0ff', pane: 2 }, { column: 'macd_signal', colour: '#e3b341', pane: 2 }],
} as const satisfies Record<string, readonly Overlay[]>;
export type IndicatorName = keyof typeof INDICATORS;
export const indicatorNames = Object.keys(INDICATORS) as IndicatorName[];
export const overlays: readonly Overlay[] = indicatorNames.flatMap((n): readonly Overlay[] => INDICATORS[n]);
export const columnsOf = (names: readonly IndicatorName[]): string[] => names.flatMap((n) => INDICATORS[n].map((o) => o.column));

const at = (iso: string): UTCTimestamp => (Date.parse(iso) / 1_000) as UTCTimestamp;

function makeChart(box: HTMLElement): IChartApi {
  return createChart(box, {
    autoSize: true,
    // The library's logo would bring a style of its own, which the page's policy refuses; the footer names it instead.
    layout: { background: { type: ColorType.Solid, color: 'transparent' }, textColor: INK.text, attributionLogo: false, panes: { separatorColor: INK.grid } },
    grid: { vertLines: { color: INK.grid }, horzLines: { color: INK.grid } },
    rightPriceScale: { borderColor: INK.grid },
    timeScale: { borderColor: INK.grid, timeVisible: true, secondsVisible: false },
    handleScroll: { vertTouchDrag: false },
  });
}

export class CandleChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<'Candlestick'>;
  private readonly volume: ISeriesApi<'Histogram'>;
  private overlays = new Map<string, ISeriesApi<SeriesType>>();
  private fitted = false;

  constructor(box: HTMLElement) {
    this.chart = makeChart(box);
    this.candles = this.chart.addSeries(CandlestickSeries, { upColor: INK.up, downColor: INK.down, wickUpColor: INK.up, wickDownColor: INK.down, borderVisible: false });
    this.volume = this.chart.addSeries(HistogramSeries, { priceFormat: { type: 'volume' }, priceScaleId: 'volume', lastValueVisible: false, priceLineVisible: false });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  }

  /** Draws these bars in place of the ones before. */
  showBars(bars: Bars): void {
    this.candles.applyOptions({ priceFormat: { type: 'custom', formatter: (v: number) => price(v), minMove: 10 ** -priceDigits(bars.at(-1)?.close ?? 1) } });
    this.candles.setData(bars.map((b) => ({ time: at(b.timestamp), open: b.open, high: b.high, low: b.low, close: b.close })));
    this.volume.setData(bars.map((b) => ({ time: at(b.timestamp), value: b.volume, color: b.close >= b.open ? INK.upSoft : INK.downSoft })));
    if (this.fitted) return;
    this.chart.timeScale().setVisibleLogicalRange({ from: bars.length - 120, to: bars.length + 4 });
    this.fitted = true;
  }

  /** Draws the chosen indicators and takes the others away. An indicator's row is named by its bar's close, a bar by its opening. */
  showIndicators(history: History, names: readonly IndicatorName[], step: number): void {
    const wanted = names.flatMap((n): readonly Overlay[] => INDICATORS[n]);
    for (const [column, series] of this.overlays) if (!wanted.some((w) => w.column === column)) this.remove(column, series);
    const oldestFirst = [...history].reverse();
    for (const overlay of wanted) {
      const series = this.overlays.get(overlay.column) ?? this.add(overlay);
      series.setData(oldestFirst.map((row) => ({ time: (at(row.timestamp as string) - step) as UTCTimestamp, ...valueOf(row, overlay.column) })));
    }
    this.chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 3 : 1));
  }

  /** Another timeframe begins at its own end. */
  refit(): void {
    this.fitted = false;
  }
  remove(column: string, series: ISeriesApi<SeriesType>): void {
    this.chart.removeSeries(series);
    this.overlays.delete(column);
  }
  close(): void {
    this.chart.remove();
  }

  private add({ column, colour, pane, histogram }: Overlay): ISeriesApi<SeriesType> {
    const plain = { color: colour, priceLineVisible: false, lastValueVisible: false, ...(pane === 0 ? {} : { priceFormat: { type: 'custom' as const, formatter: (v: number) => figure(v), minMove: 1e-10 } }) };
    const place = Math.min(pane, this.chart.panes().length);
    const series = histogram ? this.chart.addSeries(HistogramSeries, plain, place) : this.chart.addSeries(LineSeries, { ...plain, lineWidth: 1, crosshairMarkerVisible: false }, place);
    if (column === 'rsi_14') for (const level of [30, 70]) series.createPriceLine({ price: level, color: INK.grid, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: false });
    this.overlays.set(column, series);
    return series;
  }
}

/** Where nothing is known the line breaks. */
function valueOf(row: History[number], column: string): { value: number } | object {
  const value = (row as Record<string, unknown>)[column];
  return typeof value === 'number' ? { value } : {};
}
