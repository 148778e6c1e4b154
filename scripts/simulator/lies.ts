/**
 * Answers that are well formed and untrue: the upstream believes what it says.
 * `stale` and `future` are true answers of another hour; the others are the true
 * answer with its items told twice, or its prices wrong.
 */
import type { Answer, Call } from './answer.js';

export const lieKinds = ['stale', 'future', 'duplicate', 'zero-price', 'price-x1000'] as const;
export type LieKind = (typeof lieKinds)[number];
export const isLie = (kind: string): kind is LieKind => (lieKinds as readonly string[]).includes(kind);

/** How far off the clock of a `stale` or a `future` answer is, farm ms. */
export const OFF_BY_MS = 2 * 3_600_000;

/** Names under which upstreams write a price or a published level; market capitalisations and volumes are left as they are. */
const PRICE_NAMES = new Set(['current_price', 'high_24h', 'low_24h', 'markPrice', 'indexPrice', 'lastPrice', 'price', 'open', 'high', 'low', 'close', 'adjclose', 'regularMarketPrice', 'value', 'market_price_usd', 'totalCirculatingUSD', 'tvl', '4. close']);
/** Bars without names are rows of at least six cells; the first is an instant, the next four are prices. */
const BAR = { cells: 6, prices: [1, 2, 3, 4] } as const;

/** Tells one lie. @param ask the player, so that it can be asked for another hour. */
export function lie(kind: LieKind, answer: Answer, call: Call, ask: (call: Call) => Answer | null): Answer {
  switch (kind) {
    case 'stale':
      return ask({ ...call, nowMs: call.nowMs - OFF_BY_MS }) ?? answer;
    case 'future':
      return ask({ ...call, nowMs: call.nowMs + OFF_BY_MS }) ?? answer;
    case 'duplicate':
      return told(answer, twice, (xml) => xml.replaceAll(/<(item|entry)[ >][^]*?<\/\1>/g, '$&$&'));
    case 'zero-price':
      return told(answer, (body) => priced(body, 0), (text) => text);
    case 'price-x1000':
      return told(answer, (body) => priced(body, 1_000), (text) => text);
  }
}

function told(answer: Answer, json: (body: unknown) => unknown, text: (body: string) => string): Answer {
  if (answer.status !== 200) return answer;
  return { ...answer, body: /^\s*[[{]/.test(answer.body) ? JSON.stringify(json(JSON.parse(answer.body))) : text(answer.body) };
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);

/** Every list of things with each of its items twice; lists of plain numbers are bars or columns and stay as long as their neighbours. */
function twice(x: unknown): unknown {
  if (Array.isArray(x)) return x.every((item) => typeof item === 'object' && item !== null) ? x.flatMap((item) => (Array.isArray(item) ? [item, item] : [twice(item), twice(item)])) : x;
  return isObject(x) ? Object.fromEntries(Object.entries(x).map(([name, value]) => [name, twice(value)])) : x;
}

/** A plain list within a list; a plain list under a name is a column. */
const isBar = (x: unknown): x is unknown[] => Array.isArray(x) && x.length >= BAR.cells && x.every((cell) => typeof cell !== 'object');
const barPriced = (bar: readonly unknown[], factor: number): unknown[] => bar.map((cell, i) => ((BAR.prices as readonly number[]).includes(i) ? times(cell, factor) : cell));

function priced(x: unknown, factor: number): unknown {
  if (Array.isArray(x)) return x.map((item) => (isBar(item) ? barPriced(item, factor) : priced(item, factor)));
  if (!isObject(x)) return x;
  return Object.fromEntries(Object.entries(x).map(([name, value]) => [name, PRICE_NAMES.has(name) ? times(value, factor) : priced(value, factor)]));
}

/** Numbers, texts of numbers and columns of them; anything else may hold prices further down. */
function times(x: unknown, factor: number): unknown {
  if (typeof x === 'number') return x * factor;
  if (typeof x === 'string') return x === '' || !Number.isFinite(Number(x)) ? x : String(Number(x) * factor);
  return Array.isArray(x) && x.every((cell) => typeof cell !== 'object' || cell === null) ? x.map((cell) => times(cell, factor)) : priced(x, factor);
}
