/**
 * Runs every indicator over a series. A state is all that a series has behind it:
 * a header, the memories of the indicators, and the newest bars. It can be put
 * into bytes and taken out again after any bar, and goes on as if nothing had
 * happened, to the last bit: how many bars are taken in at a time is a matter of
 * speed alone.
 */
import { endianness } from 'node:os';
import type { BarColumns } from '../../store/index.js';
import { DEPTH, ROOM, scratch, type BarWindow, type Indicator, type Out } from './indicator.js';
import { indicators, memorySize } from './index.js';
import { derive } from './window.js';

const DEEPEST = Math.max(...Object.values(DEPTH));
const HEADER = 2;
const series = Object.keys(DEPTH) as (keyof typeof DEPTH)[];
/** What a window takes from each bar. */
const taken = ['openTime', ...series] as const;

/** Doubles of an encoded state. */
export const stateSize = HEADER + memorySize + series.reduce((total, name) => total + DEPTH[name], 0);

/** An indicator with its part of the memory and of the columns. */
interface Part {
  sweep: Indicator['sweep'];
  memory: Float64Array;
  out: Out;
}

export interface State {
  window: BarWindow;
  memory: Float64Array;
  /** Every column of the window's bars, in the order of `indicatorColumns`; NaN is unknown. */
  columns: Out;
  /** Bars taken in, and the start (ms) of the newest; while `run` calls back, of the bar it calls about. */
  bars: number;
  openTime: number;
  /** The columns of that bar. */
  row: Float64Array;
  parts: readonly Part[];
}

function emptyWindow(): BarWindow {
  const bars = { openTime: scratch(), high: scratch(), low: scratch(), close: scratch(), volume: scratch() };
  return { from: DEEPEST, to: DEEPEST, offset: 1 - DEEPEST, ...bars, typical: scratch(), change: scratch(), trueRange: scratch(), moneyFlowVolume: scratch(), mean20: scratch() };
}

/** The state before the first bar. @param chosen what to compute; only the whole registry's state can be put into bytes */
export function freshState(chosen: readonly Indicator[] = indicators): State {
  const memory = new Float64Array(chosen.reduce((total, i) => total + i.memory, 0));
  const columns = chosen.flatMap((i) => i.columns.map(scratch));
  let [m, c] = [0, 0];
  const parts = chosen.map((i): Part => ({ sweep: i.sweep, memory: memory.subarray(m, (m += i.memory)), out: columns.slice(c, (c += i.columns.length)) }));
  return { window: emptyWindow(), memory, columns, bars: 0, openTime: 0, row: new Float64Array(columns.length).fill(NaN), parts };
}

/** Makes room behind the newest bar: when there is none left, the newest `DEEPEST` bars move to the front. */
function makeRoom(window: BarWindow): void {
  if (window.to < ROOM) return;
  for (const name of series) window[name].copyWithin(0, ROOM - DEEPEST, ROOM);
  window.offset += ROOM - DEEPEST;
  window.to = DEEPEST;
}

/** With fewer elements than this a copy of each takes less than a view of all. */
const MANY = 16;

function copy(source: Float64Array, [from, count]: readonly [number, number], into: Float64Array, at: number): void {
  if (count >= MANY) into.set(source.subarray(from, from + count), at);
  else for (let i = 0; i < count; i++) into[at + i] = source[from + i] as number;
}

/** Takes in as many of the bars [from, to) as there is room for; the window's new bars are then these. Returns how many. */
function take(bars: BarColumns, { window, parts }: State, from: number, to: number): number {
  makeRoom(window);
  const count = Math.min(to - from, ROOM - window.to);
  window.from = window.to;
  window.to += count;
  for (const name of taken) copy(bars[name], [from, count], window[name], window.from);
  derive(window);
  for (const { sweep, memory, out } of parts) sweep(window, memory, out);
  return count;
}

/**
 * Takes in bars [from, to) of a series, which must come in order of time, some
 * hundreds at once: the fast way over history. Calls `onBars` after each lot with
 * the index of its first bar and their number; their columns stand in
 * `state.columns` from `state.window.from` on.
 */
export function runInLots(bars: BarColumns, state: State, onBars: (first: number, count: number) => void, [from, to] = [0, bars.openTime.length]): void {
  for (let i = from; i < to; ) {
    const count = take(bars, state, i, to);
    state.bars += count;
    state.openTime = bars.openTime[i + count - 1] as number;
    onBars(i, count);
    i += count;
  }
}

/** The same, bar by bar: calls `onBar` after each with its index, `state.row` being its columns. */
export function run(bars: BarColumns, state: State, onBar: (index: number) => void, range?: [from: number, to: number]): void {
  const { columns, row, window } = state;
  const onBars = (first: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      state.bars = window.from + i + window.offset;
      state.openTime = window.openTime[window.from + i] as number;
      for (let c = 0; c < row.length; c++) row[c] = (columns[c] as Float64Array)[window.from + i] as number;
      onBar(first + i);
    }
  };
  runInLots(bars, state, onBars, range);
}

/** State → little-endian doubles: bars seen, newest open_time (ms), memories, then the newest bars of each series. */
export function encodeState({ window, memory, bars, openTime }: State): Buffer {
  const doubles = new Float64Array(stateSize);
  doubles[0] = bars;
  doubles[1] = openTime;
  doubles.set(memory, HEADER);
  let to = HEADER + memorySize;
  for (const name of series) {
    doubles.set(window[name].subarray(window.to - DEPTH[name], window.to), to);
    to += DEPTH[name];
  }
  return Buffer.from(doubles.buffer);
}

/** Puts a state on its way: nothing is new, and the bars before it end where there is most room. */
function settle(state: State, bars: number, openTime: number): State {
  state.bars = bars;
  state.openTime = openTime;
  state.row.fill(NaN);
  state.window.from = state.window.to = DEEPEST;
  state.window.offset = bars + 1 - DEEPEST;
  return state;
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
  into.memory.set(doubles.subarray(HEADER, HEADER + memorySize));
  let from = HEADER + memorySize;
  for (const name of series) {
    into.window[name].set(doubles.subarray(from, from + DEPTH[name]), DEEPEST - DEPTH[name]);
    from += DEPTH[name];
  }
  return settle(into, doubles[0] as number, doubles[1] as number);
}

/** Makes a used state fresh again. */
export function resetState(state: State): State {
  state.memory.fill(0);
  for (const name of series) state.window[name].fill(0);
  return settle(state, 0, 0);
}

if (endianness() !== 'LE') throw new Error('indicator states are stored as little-endian doubles; this machine is big-endian');
