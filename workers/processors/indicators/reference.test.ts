import { describe, expect, it } from 'vitest';
import type { IndicatorName } from './index.js';
import { indicatorColumns } from './index.js';
import { plainly } from './plain.testing.js';
import { barsFromCsv, everyColumn, farthest, haveRealData, realText } from './testing.js';

const STOCK = 'ta-reference/stock-indicators/';

/**
 * File, field, our column, and the first row from which the two must agree:
 * `undefined` where the definitions are the same from the first value on; 300
 * where Stock.Indicators seeds its averages otherwise than TA-Lib and has
 * forgotten it by then.
 */
const table: [file: string, field: string, column: IndicatorName, settled?: number][] = [
  ['adl', 'adl', 'adl'],
  ['adx', 'adx', 'adx_14', 300],
  ['adx', 'pdi', 'plus_di_14', 300],
  ['adx', 'mdi', 'minus_di_14', 300],
  ['atr', 'atr', 'atr_14'],
  ['bb', 'sma', 'bb_middle'],
  ['bb', 'upperBand', 'bb_upper'],
  ['bb', 'lowerBand', 'bb_lower'],
  ['bb', 'percentB', 'bb_percent_b'],
  ['bb', 'width', 'bb_width'],
  ['cci', 'cci', 'cci_20'],
  ['cmf', 'cmf', 'cmf_20'],
  ['ema', 'ema', 'ema_20'],
  ['ichimoku', 'tenkanSen', 'ichimoku_tenkan'],
  ['ichimoku', 'kijunSen', 'ichimoku_kijun'],
  ['keltner', 'upperBand', 'keltner_upper'],
  ['keltner', 'centerline', 'keltner_middle'],
  ['keltner', 'lowerBand', 'keltner_lower'],
  ['macd', 'macd', 'macd_line', 300],
  ['macd', 'signal', 'macd_signal', 300],
  ['macd', 'histogram', 'macd_histogram', 300],
  ['mfi', 'mfi', 'mfi_14'],
  ['psar', 'sar', 'psar', 300],
  ['rsi', 'rsi', 'rsi_14'],
  ['sma', 'sma', 'sma_20'],
  ['stoch', 'oscillator', 'stoch_k'],
  ['stoch', 'signal', 'stoch_d'],
  ['stoch-rsi', 'signal', 'stoch_rsi_k'],
  ['uo', 'ultimate', 'ultimate_oscillator'],
  ['willr', 'williamsR', 'williams_r'],
];

describe.skipIf(!haveRealData(STOCK))('502 days of SPY, as Stock.Indicators computed them', () => {
  const bars = barsFromCsv(realText(`${STOCK}quotes/default.csv`));
  const mine = everyColumn(bars);
  const published = (file: string, field: string) => (JSON.parse(realText(`${STOCK}results/${file}.standard.json`)) as Record<string, number | null>[]).map((row) => row[field] ?? null);

  it.each(table)('%s.%s is %s', (file, field, column, settled = 0) => {
    const theirs = published(file, field);
    expect(theirs.filter((x) => x !== null).length).toBeGreaterThan(400);
    // An index between 0 and 100 is compared as it stands: near zero, relative error means nothing.
    const lift = indicatorColumns.find((c) => c.name === column)?.unit === 'index' ? 1_000 : 0;
    expect(farthest(mine[column].map((x) => x + lift), theirs.map((x) => (x === null ? null : x + lift)), settled)).toBeLessThan(1e-8);
  });

  it.each([['aroonUp', 'aroon_up', 'high', Math.max], ['aroonDown', 'aroon_down', 'low', Math.min]] as const)('aroon.%s is %s, but for the rows with two equal extremes, where it takes the older and we the newer', (field, column, side, best) => {
    const theirs = published('aroon', field);
    const differing = theirs.flatMap((x, i) => (x !== null && Math.abs(x - (mine[column][i] as number)) > 1e-9 ? [i] : []));
    const tied = (i: number) => {
      const window = bars.slice(i - 25, i + 1).map((bar) => bar[side]);
      return window.indexOf(best(...window)) !== window.lastIndexOf(best(...window));
    };
    expect(differing.length).toBeLessThan(20);
    expect(differing.filter((i) => !tied(i))).toEqual([]);
  });

  it('Donchian excludes the current bar there and includes it here: their next row is ours', () => {
    expect(farthest(mine.donchian_upper.slice(0, -1), published('donchian', 'upperBand').slice(1))).toBe(0);
    expect(farthest(mine.donchian_lower.slice(0, -1), published('donchian', 'lowerBand').slice(1))).toBe(0);
  });

  it.each([['senkouSpanA', 'ichimoku_senkou_a', 25], ['senkouSpanB', 'ichimoku_senkou_b', 51]] as const)('Ichimoku %s is shifted by 26 bars there and not here', (field, column, from) => {
    expect(farthest(mine[column].slice(0, -26), published('ichimoku', field).slice(26), from)).toBe(0);
  });

  it('OBV starts with the first volume here and with 0 there: a constant apart', () => {
    expect(new Set(published('obv', 'obv').map((x, i) => (mine.obv[i] as number) - (x ?? NaN)))).toEqual(new Set([96_708_880]));
  });
});

const FREQTRADE = 'freqtrade-testdata/';

describe.skipIf(!haveRealData(FREQTRADE))('5,760 five-minute bars of a real pair, against the same by the book', () => {
  const named: readonly IndicatorName[] = ['rsi_14', 'ema_26', 'macd_line', 'macd_signal', 'bb_upper', 'bb_lower', 'atr_14', 'adx_14', 'stoch_k', 'stoch_d', 'cci_20', 'mfi_14', 'obv', 'adl', 'psar', 'williams_r', 'ultimate_oscillator', 'cmf_20'];
  /** These cross zero: a difference counts relative to the largest value they reach. */
  const crossing = new Set<IndicatorName>(['macd_line', 'macd_signal', 'cci_20', 'obv', 'adl', 'cmf_20', 'stoch_k', 'stoch_d', 'williams_r']);

  it.each(['ADA_BTC', 'DASH_BTC', 'ETC_BTC', 'ETH_BTC', 'LTC_BTC', 'NXT_BTC', 'TRX_BTC', 'XLM_BTC', 'XMR_BTC', 'ZEC_BTC'])('%s', (pair) => {
    const bars = barsFromCsv(realText(`${FREQTRADE}${pair}-5m.csv.gz`));
    expect(bars.length).toBeGreaterThan(5_000);
    const [mine, book] = [everyColumn(bars), plainly(bars)];
    for (const name of named) {
      const lift = crossing.has(name) ? 2 * Math.max(...book[name].map((x) => (Number.isNaN(x) ? 0 : Math.abs(x)))) : 0;
      expect([name, farthest(mine[name].map((x) => x + lift), book[name].map((x) => x + lift)) < 1e-8]).toEqual([name, true]);
    }
  });
});
