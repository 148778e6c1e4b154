/**
 * The registry of signal rules, each with its opposite. Definitions follow
 * J. Murphy, Technical Analysis of the Financial Markets (1999), and W. Wilder,
 * New Concepts in Technical Trading Systems (1978); thresholds are theirs.
 */
import type { IndicatorName } from '../indicators/index.js';
import { crossesAbove, share, type Known, type Rule } from './rule.js';

const OVERSOLD = 30;
const OVERBOUGHT = 70;
const STOCH_LOW = 20;
const STOCH_HIGH = 80;
/** Volume of a break, in its own 20-bar mean. */
const BREAK_VOLUME = 1.5;
const TREND_ADX = 20;

type Test = (before: Known, now: Known) => number | null;
interface Form {
  name: string;
  formula: string;
  /** Strength when it fires, else null. */
  fires: Test;
}

/** A buy rule and the sell rule that mirrors it. */
function pair(inputs: readonly IndicatorName[], strength: string, [buy, sell]: readonly [Form, Form], version = 1): Rule[] {
  const rule = (form: Form, direction: Rule['direction']): Rule => ({
    name: form.name,
    direction,
    version,
    formula: form.formula,
    strength,
    inputs,
    fires: (before, now) => {
      const found = form.fires(before, now);
      return found === null ? null : { strength: found };
    },
  });
  return [rule(buy, 'buy'), rule(sell, 'sell')];
}

const n = (row: Known, name: IndicatorName): number => row[name] as number;
const pairOf = (before: Known, now: Known, name: IndicatorName): readonly [number, number] => [n(before, name), n(now, name)];
const when = (fired: boolean, strength: () => number): number | null => (fired ? strength() : null);

/** One line crosses another, upwards or (swapped) downwards. */
const cross =
  (over: IndicatorName, under: IndicatorName, strength: (now: Known) => number): Test =>
  (before, now) =>
    when(crossesAbove(pairOf(before, now, over), pairOf(before, now, under)), () => strength(now));

const level = (value: number): readonly [number, number] => [value, value];
const apart = (a: IndicatorName, b: IndicatorName, inAtr: number) => (now: Known): number => share(Math.abs(n(now, a) - n(now, b)), inAtr * n(now, 'atr_14'));

const macd = pair(['macd_line', 'macd_signal', 'atr_14'], '|macd_line − macd_signal| / (0.25 × atr_14)', [
  { name: 'macd_cross_up', formula: 'macd_line crosses above macd_signal', fires: cross('macd_line', 'macd_signal', apart('macd_line', 'macd_signal', 0.25)) },
  { name: 'macd_cross_down', formula: 'macd_line crosses below macd_signal', fires: cross('macd_signal', 'macd_line', apart('macd_line', 'macd_signal', 0.25)) },
]);

const rsi = pair(['rsi_14'], 'how deep rsi_14 was beyond its threshold, of all it can be', [
  { name: 'rsi_leaves_oversold', formula: `rsi_14 crosses above ${OVERSOLD}`, fires: (b, a) => when(crossesAbove(pairOf(b, a, 'rsi_14'), level(OVERSOLD)), () => share(OVERSOLD - n(b, 'rsi_14'), OVERSOLD)) },
  { name: 'rsi_leaves_overbought', formula: `rsi_14 crosses below ${OVERBOUGHT}`, fires: (b, a) => when(crossesAbove(level(OVERBOUGHT), pairOf(b, a, 'rsi_14')), () => share(n(b, 'rsi_14') - OVERBOUGHT, 100 - OVERBOUGHT)) },
]);

const averages = pair(['sma_50', 'sma_200', 'atr_14'], '|sma_50 − sma_200| / atr_14', [
  { name: 'golden_cross', formula: 'sma_50 crosses above sma_200', fires: cross('sma_50', 'sma_200', apart('sma_50', 'sma_200', 1)) },
  { name: 'death_cross', formula: 'sma_50 crosses below sma_200', fires: cross('sma_200', 'sma_50', apart('sma_50', 'sma_200', 1)) },
]);

const loud = (now: Known): boolean => n(now, 'volume_ratio_20') >= BREAK_VOLUME;
const loudness = (now: Known): number => share(n(now, 'volume_ratio_20') - 1, 3);
const bands = pair(['close', 'bb_upper', 'bb_lower', 'volume_ratio_20'], '(volume_ratio_20 − 1) / 3', [
  { name: 'bollinger_break_up', formula: `close crosses above bb_upper with volume_ratio_20 ≥ ${BREAK_VOLUME}`, fires: (b, a) => when(loud(a) && crossesAbove(pairOf(b, a, 'close'), pairOf(b, a, 'bb_upper')), () => loudness(a)) },
  { name: 'bollinger_break_down', formula: `close crosses below bb_lower with volume_ratio_20 ≥ ${BREAK_VOLUME}`, fires: (b, a) => when(loud(a) && crossesAbove(pairOf(b, a, 'bb_lower'), pairOf(b, a, 'close')), () => loudness(a)) },
]);

const channel = pair(['close', 'keltner_upper', 'keltner_lower', 'atr_14'], 'distance of close beyond the channel / atr_14', [
  { name: 'keltner_break_up', formula: 'close crosses above keltner_upper', fires: cross('close', 'keltner_upper', apart('close', 'keltner_upper', 1)) },
  { name: 'keltner_break_down', formula: 'close crosses below keltner_lower', fires: cross('keltner_lower', 'close', apart('close', 'keltner_lower', 1)) },
]);

const trending = (now: Known): boolean => n(now, 'adx_14') >= TREND_ADX;
const trend = (now: Known): number => share(n(now, 'adx_14') - TREND_ADX, 30);
const directional = pair(['plus_di_14', 'minus_di_14', 'adx_14'], '(adx_14 − 20) / 30', [
  { name: 'di_cross_up', formula: `plus_di_14 crosses above minus_di_14 with adx_14 ≥ ${TREND_ADX}`, fires: (b, a) => (trending(a) ? cross('plus_di_14', 'minus_di_14', trend)(b, a) : null) },
  { name: 'di_cross_down', formula: `minus_di_14 crosses above plus_di_14 with adx_14 ≥ ${TREND_ADX}`, fires: (b, a) => (trending(a) ? cross('minus_di_14', 'plus_di_14', trend)(b, a) : null) },
]);

const stochastic = pair(['stoch_k', 'stoch_d'], 'how deep stoch_k was in its zone, of all it can be', [
  { name: 'stochastic_turns_up', formula: `stoch_k crosses above stoch_d, coming from below ${STOCH_LOW}`, fires: (b, a) => when(n(b, 'stoch_k') < STOCH_LOW && crossesAbove(pairOf(b, a, 'stoch_k'), pairOf(b, a, 'stoch_d')), () => share(STOCH_LOW - n(b, 'stoch_k'), STOCH_LOW)) },
  { name: 'stochastic_turns_down', formula: `stoch_k crosses below stoch_d, coming from above ${STOCH_HIGH}`, fires: (b, a) => when(n(b, 'stoch_k') > STOCH_HIGH && crossesAbove(pairOf(b, a, 'stoch_d'), pairOf(b, a, 'stoch_k')), () => share(n(b, 'stoch_k') - STOCH_HIGH, 100 - STOCH_HIGH)) },
]);

const parabolic = pair(['close', 'psar', 'atr_14'], '|close − psar| / (3 × atr_14)', [
  { name: 'psar_turns_up', formula: 'psar was at or above close and is below it', fires: cross('close', 'psar', apart('close', 'psar', 3)) },
  { name: 'psar_turns_down', formula: 'psar was at or below close and is above it', fires: cross('psar', 'close', apart('close', 'psar', 3)) },
]);

export const rules: readonly Rule[] = [...macd, ...rsi, ...averages, ...bands, ...channel, ...directional, ...stochastic, ...parabolic];

/** Every column a rule reads, and the close, which every signal tells. */
export const signalInputs: readonly IndicatorName[] = [...new Set<IndicatorName>(['close', ...rules.flatMap((r) => r.inputs)])];
