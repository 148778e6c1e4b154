import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Timeframe } from '../../store/index.js';
import { indicators } from '../indicators/index.js';
import { ruleTable } from './docs.js';
import { fire, type Rule, type Seen } from './rule.js';
import { rules, signalInputs } from './rules.js';
import { signalsBetween, type Row } from './rows.js';
import { barsAt } from './run.js';

const columns = new Set<string>(indicators.flatMap((i) => i.columns.map((c) => c.name)));
const ruleOf = (name: string): Rule => rules.find((r) => r.name === name) as Rule;

/** A quiet bar: nothing crosses, nothing is beyond a threshold. */
const QUIET: Seen = {
  close: 100, bb_upper: 110, bb_lower: 90, keltner_upper: 108, keltner_lower: 92, psar: 95, atr_14: 4, volume_ratio_20: 1, volume: 10,
  macd_line: 1, macd_signal: 0.5, rsi_14: 50, sma_50: 101, sma_200: 99, plus_di_14: 25, minus_di_14: 20, adx_14: 25, stoch_k: 50, stoch_d: 45,
};

/** The bar before, the bar on which it fires, and how strongly. */
const FIRINGS: Readonly<Record<string, [Seen, Seen, number]>> = {
  macd_cross_up: [{ macd_line: 0.4, macd_signal: 0.5 }, { macd_line: 1, macd_signal: 0.5 }, 0.5],
  macd_cross_down: [{ macd_line: 1, macd_signal: 0.5 }, { macd_line: 0.25, macd_signal: 0.5 }, 0.25],
  rsi_leaves_oversold: [{ rsi_14: 15 }, { rsi_14: 31 }, 0.5],
  rsi_leaves_overbought: [{ rsi_14: 85 }, { rsi_14: 69 }, 0.5],
  golden_cross: [{ sma_50: 99, sma_200: 99 }, { sma_50: 101, sma_200: 99 }, 0.5],
  death_cross: [{ sma_50: 101, sma_200: 99 }, { sma_50: 98, sma_200: 99 }, 0.25],
  bollinger_break_up: [{ close: 100 }, { close: 111, keltner_upper: 120, volume_ratio_20: 2.5 }, 0.5],
  bollinger_break_down: [{ close: 100, psar: 120 }, { close: 89, psar: 120, keltner_lower: 80, volume_ratio_20: 2.5 }, 0.5],
  keltner_break_up: [{ close: 100 }, { close: 109 }, 0.25],
  keltner_break_down: [{ close: 100, psar: 120 }, { close: 91, psar: 120 }, 0.25],
  di_cross_up: [{ plus_di_14: 19, minus_di_14: 20 }, { plus_di_14: 21, minus_di_14: 20, adx_14: 35 }, 0.5],
  di_cross_down: [{ plus_di_14: 25, minus_di_14: 20 }, { plus_di_14: 19, minus_di_14: 20, adx_14: 35 }, 0.5],
  stochastic_turns_up: [{ stoch_k: 10, stoch_d: 12 }, { stoch_k: 22, stoch_d: 15 }, 0.5],
  stochastic_turns_down: [{ stoch_k: 90, stoch_d: 88 }, { stoch_k: 80, stoch_d: 85 }, 0.5],
  psar_turns_up: [{ close: 100, psar: 101 }, { close: 103, psar: 97 }, 0.5],
  psar_turns_down: [{ close: 100, psar: 97 }, { close: 99, psar: 105 }, 0.5],
};

describe('signal rules', () => {
  it('are events: two equal bars, and two quiet ones, fire nothing', () => {
    for (const rule of rules) expect(fire(rule, QUIET, QUIET), rule.name).toBeNull();
    for (const [name, [, after]] of Object.entries(FIRINGS)) expect(fire(ruleOf(name), { ...QUIET, ...after }, { ...QUIET, ...after }), name).toBeNull();
  });

  it.each(rules.map((r) => r.name))('%s fires on its own event alone, as strongly as it says', (name) => {
    const [before, after, strength] = FIRINGS[name] as [Seen, Seen, number];
    const fired = rules.filter((r) => fire(r, { ...QUIET, ...before }, { ...QUIET, ...after })).map((r) => r.name);
    expect(fired).toEqual([name]);
    expect(fire(ruleOf(name), { ...QUIET, ...before }, { ...QUIET, ...after })?.strength).toBeCloseTo(strength, 12);
  });

  it('fire nothing where any input is unknown', () => {
    for (const [name, [before, after]] of Object.entries(FIRINGS)) {
      for (const input of ruleOf(name).inputs) expect(fire(ruleOf(name), { ...QUIET, ...before, [input]: null }, { ...QUIET, ...after }), `${name} without ${input}`).toBeNull();
    }
  });

  it('need volume behind a break and a trend behind a crossing of the directional lines', () => {
    const [before, after] = FIRINGS['bollinger_break_up'] as [Seen, Seen, number];
    expect(fire(ruleOf('bollinger_break_up'), { ...QUIET, ...before }, { ...QUIET, ...after, volume_ratio_20: 1.49 })).toBeNull();
    const [apart, crossed] = FIRINGS['di_cross_up'] as [Seen, Seen, number];
    expect(fire(ruleOf('di_cross_up'), { ...QUIET, ...apart }, { ...QUIET, ...crossed, adx_14: 19.9 })).toBeNull();
  });

  it('read indicator columns that exist, have names of their own that fit the table, and are in the README as declared', () => {
    expect(signalInputs.filter((name) => !columns.has(name))).toEqual([]);
    expect(new Set(rules.map((r) => r.name)).size).toBe(rules.length);
    for (const rule of rules) expect(`${rule.name}.1h@${rule.version}`.length).toBeLessThanOrEqual(60);
    expect(readFileSync(new URL('README.md', import.meta.url), 'utf8')).toContain(ruleTable(rules));
  });
});

describe('rows', () => {
  const stamp = { at: new Date('2026-01-02T12:00:05Z'), dataSource: 'sim:signals' };
  const bar = { timeframe: '1h' as Timeframe, closedAt: Date.UTC(2026, 0, 2, 12) };
  const row = (symbol: string, seen: Seen): Row => ({ symbol, ...QUIET, ...seen });

  it('tell what the rule saw of both bars, and nothing of a symbol whose bar before is missing', () => {
    const [before, after] = FIRINGS['rsi_leaves_oversold'] as [Seen, Seen, number];
    const found = signalsBetween(rules, [[row('BTC', before)], [row('BTC', after), row('NEW', after)]], bar, stamp);
    expect(found).toEqual([
      { symbol: 'BTC', timestamp: new Date(bar.closedAt), signal_name: 'rsi_leaves_oversold.1h@1', direction: 'buy', strength: 0.5, price: 100, evidence: { rsi_14: 31, rsi_14_before: 15 }, available_at: stamp.at, ingested_at: stamp.at, data_source: 'sim:signals' },
    ]);
  });

  it('are looked for on closed bars only, the newest last', () => {
    const slot = Date.UTC(2026, 0, 2, 12, 45);
    for (const timeframe of ['1h', '4h', '1d'] as const) for (const b of barsAt(slot, timeframe)) expect(b.closedAt).toBeLessThanOrEqual(slot);
    expect(barsAt(slot, '1h').at(-1)?.closedAt).toBe(Date.UTC(2026, 0, 2, 12));
    expect(barsAt(slot, '1d').at(-1)?.closedAt).toBe(Date.UTC(2026, 0, 2));
  });
});
