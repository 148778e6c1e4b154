/** Numbers as a person reads them. Unknown is a dash, never a zero. Pure. */
export const DASH = '–';

const fixed = (digits: number): Intl.NumberFormat => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const formats = new Map<number, Intl.NumberFormat>();
function withDigits(value: number, digits: number): string {
  const format = formats.get(digits) ?? fixed(digits);
  formats.set(digits, format);
  return format.format(value);
}

const MOST_DIGITS = 14;
/** Digits behind the point for a price of this size: cents for what costs a hundred, five figures for what costs less than a dollar. */
export function priceDigits(price: number): number {
  const size = Math.abs(price);
  if (size >= 100) return 2;
  if (size >= 1) return 4;
  if (size === 0) return 2;
  return Math.min(MOST_DIGITS, 4 - Math.floor(Math.log10(size)));
}
export const price = (value: number | null): string => (value === null ? DASH : withDigits(value, priceDigits(value)));

/** `+2.04 %`, with a true minus. */
export function percent(value: number | null): string {
  if (value === null) return DASH;
  const text = `${withDigits(Math.abs(value), 2)} %`;
  if (Math.abs(value) < 0.005) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

const SIZES = [['T', 1e12], ['B', 1e9], ['M', 1e6], ['K', 1e3]] as const;
/** `1.62T`, `41.3B`: three figures. */
export function compact(value: number | null): string {
  if (value === null) return DASH;
  const [unit, size] = SIZES.find(([, least]) => Math.abs(value) >= least) ?? (['', 1] as const);
  return `${(value / size).toPrecision(3)}${unit}`;
}

/** `+0.62`, `−0.10`: a score between -1 and 1. */
export function score(value: number | null): string {
  if (value === null) return DASH;
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

const UNITS = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]] as const;
/** `12 s`, `7 min`, `3 h`: one unit, rounded down. */
export function age(seconds: number | null): string {
  if (seconds === null) return DASH;
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, length] = UNITS.find(([, size]) => whole >= size) ?? (['s', 1] as const);
  return `${Math.floor(whole / length)} ${unit}`;
}

/** `0.38 s`, `19.3 s`, `2 min 5 s`: how long something took. */
export function took(seconds: number | null): string {
  if (seconds === null) return DASH;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const SIX = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
/** A figure of unknown meaning: six significant digits, no exponent where it can be avoided. */
export function figure(value: number | null): string {
  if (value === null) return DASH;
  const size = Math.abs(value);
  const text = size >= 1e12 || (size > 0 && size < 1e-6) ? value.toExponential(3) : SIX.format(value);
  return text.replace('-', '−');
}

/** `12:45` of an ISO instant, UTC. */
export const clockTime = (iso: string): string => iso.slice(11, 16);
/** `28 Nov 12:45`. */
export const dayTime = (iso: string): string => `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${clockTime(iso)}`;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type Direction = 'up' | 'down' | 'flat';
export function direction(value: number | null): Direction {
  if (value === null || value === 0) return 'flat';
  return value > 0 ? 'up' : 'down';
}

/** `technical_indicators` → `technical indicators`. */
export const words = (name: string): string => name.replaceAll('_', ' ');
