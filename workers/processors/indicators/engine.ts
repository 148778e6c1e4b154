/**
 * Runs every indicator over a series, bar by bar. A state is all that a series
 * has behind it: a header, the memories of the indicators, and the newest bars.
 * It can be put into bytes and taken out again after any bar, and goes on as if
 * nothing had happened, to the last bit.
 */
import { endianness } from 'node:os';
import type { BarColumns } from '../../store/index.js';
import { DEPTH, type Bar, type BarWindow } from './indicator.js';
import { indicatorColumns, indicators, memorySize } from './index.js';

/** Room in the arrays of a window; when it is used up the newest `DEEPEST` bars move to the front. */
const ROOM = 1024;
const DEEPEST = Math.max(...Object.values(DEPTH));
const HEADER = 2;
const series = Object.keys(DEPTH) as (keyof typeof DEPTH)[];

/** Doubles of an encoded state. */
export const stateSize = HEADER + memorySize + series.reduce((total, name) => total + DEPTH[name], 0);

export interface State {
  window: BarWindow;
  memory: Float64Array;
  /** The columns after the newest bar, in the order of `indicatorColumns`; NaN is unknown. */
  row: Float64Array;
  /** `memory` and `row` again, cut up by indicator. */
  slices: readonly { memory: Float64Array; out: Float64Array }[];
}

/** The state before the first bar. */
export function freshState(): State {
  const memory = new Float64Array(memorySize);
  const row = new Float64Array(indicatorColumns.length).fill(NaN);
  const room = () => new Float64Array(ROOM);
  let [m, o] = [0, 0];
  const slices = indicators.map((i) => ({ memory: memory.subarray(m, (m += i.memory)), out: row.subarray(o, (o += i.columns.length)) }));
  return { window: { bars: 0, openTime: 0, now: DEEPEST - 1, high: room(), low: room(), close: room(), volume: room() }, memory, row, slices };
}

function push(window: BarWindow, bar: Bar): void {
  if (window.now === ROOM - 1) {
    for (const name of series) window[name].copyWithin(0, ROOM - DEEPEST, ROOM);
    window.now = DEEPEST - 1;
  }
  const now = ++window.now;
  window.bars++;
  window.openTime = bar.openTime;
  window.high[now] = bar.high;
  window.low[now] = bar.low;
  window.close[now] = bar.close;
  window.volume[now] = bar.volume;
}

/** Takes in the next final bar; afterwards `state.row` holds its columns. Bars must come in order of time. */
export function stepAll(bar: Bar, state: State): void {
  push(state.window, bar);
  for (let i = 0; i < indicators.length; i++) {
    const { memory, out } = state.slices[i] as State['slices'][number];
    (indicators[i] as (typeof indicators)[number]).step(state.window, memory, out);
  }
}

/** Takes in bars [from, to) of a series; calls `onBar` after each with its index, `state.row` being its columns. */
export function run(bars: BarColumns, state: State, onBar: (index: number) => void, [from, to] = [0, bars.openTime.length]): void {
  const bar: Bar = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  for (let i = from; i < to; i++) {
    bar.openTime = bars.openTime[i] as number;
    bar.open = bars.open[i] as number;
    bar.high = bars.high[i] as number;
    bar.low = bars.low[i] as number;
    bar.close = bars.close[i] as number;
    bar.volume = bars.volume[i] as number;
    stepAll(bar, state);
    onBar(i);
  }
}

/** State → little-endian doubles: bars seen, newest open_time (ms), memories, then the newest bars of each series. */
export function encodeState({ window, memory }: State): Buffer {
  const doubles = new Float64Array(stateSize);
  doubles[0] = window.bars;
  doubles[1] = window.openTime;
  doubles.set(memory, HEADER);
  let to = HEADER + memorySize;
  for (const name of series) {
    doubles.set(window[name].subarray(window.now + 1 - DEPTH[name], window.now + 1), to);
    to += DEPTH[name];
  }
  return Buffer.from(doubles.buffer);
}

/**
 * Bytes → state, into `into` where given (one state can serve many series, one after the other).
 * @throws RangeError when the bytes are not a state of this engine's size.
 */
export function decodeState(bytes: Uint8Array, into: State = freshState()): State {
  if (bytes.byteLength !== stateSize * 8) {
    throw new RangeError(`an indicator state has ${stateSize * 8} bytes, got ${bytes.byteLength}: it was written by another engine version`);
  }
  const doubles = new Float64Array(Uint8Array.from(bytes).buffer);
  const { window, memory } = into;
  window.bars = doubles[0] as number;
  window.openTime = doubles[1] as number;
  window.now = DEEPEST - 1;
  memory.set(doubles.subarray(HEADER, HEADER + memorySize));
  let from = HEADER + memorySize;
  for (const name of series) {
    window[name].set(doubles.subarray(from, from + DEPTH[name]), DEEPEST - DEPTH[name]);
    from += DEPTH[name];
  }
  into.row.fill(NaN);
  return into;
}

/** Makes a used state fresh again. */
export function resetState(state: State): State {
  state.memory.fill(0);
  state.row.fill(NaN);
  state.window.bars = 0;
  state.window.openTime = 0;
  state.window.now = DEEPEST - 1;
  for (const name of series) state.window[name].fill(0);
  return state;
}

if (endianness() !== 'LE') throw new Error('indicator states are stored as little-endian doubles; this machine is big-endian');
