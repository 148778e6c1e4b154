/**
 * Recorded candle files: which of a directory's files are played, and what is
 * in them. Every file that is not played is named with the reason; a file that
 * claims to be played but cannot be read stops the start.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { intervals } from './intervals.js';
import { Series, type RecordedRow } from './series.js';

const NAME = /^([A-Za-z0-9]+)(?:_([A-Za-z0-9]+))?-(\d+[a-zA-Z])\.(csv|json)(?:\.gz)?$/;
const HEADER = 'ts_ms,open,high,low,close,volume';
/** Best first; markets in other currencies are not played. */
export const QUOTES = ['USDT', 'USD', 'BTC', 'ETH'] as const;

export interface Recording {
  file: string;
  base: string;
  quote: string;
  intervalMs: number;
}
type Notice = (line: string) => void;

/** The recordings of a directory worth playing: one quote currency per base, one file per interval. */
export function recordings(directory: string, notice: Notice): Recording[] {
  const ignore = (file: string, why: string): void => notice(`replay: ${file} is ignored: ${why}`);
  const named: Recording[] = [];
  for (const file of readdirSync(directory).sort()) {
    const found = recordingOf(file);
    if (typeof found === 'string') ignore(file, found);
    else named.push(found);
  }
  const chosen = new Map<string, Recording>();
  for (const r of named) {
    const best = QUOTES.find((q) => named.some((n) => n.base === r.base && n.quote === q));
    const key = `${r.base} ${r.intervalMs}`;
    if (r.quote !== best) ignore(r.file, best ? `${r.base} is played in ${best}` : `prices in ${r.quote} are not played (only ${QUOTES.join(', ')})`);
    else if (chosen.has(key)) ignore(r.file, `${chosen.get(key)?.file} holds the same market and interval`);
    else chosen.set(key, r);
  }
  return [...chosen.values()];
}

/** What a file's name says, or why it says nothing. */
function recordingOf(file: string): Recording | string {
  const parts = NAME.exec(file);
  if (!parts) return 'its name is not BASE[_QUOTE]-TIMEFRAME.csv[.gz] or .json[.gz]';
  const [, base, quote, timeframe] = parts as unknown as [string, string, string | undefined, string];
  const intervalMs = intervals.get(timeframe);
  if (intervalMs === undefined) return `bars of ${timeframe} are not played (only ${[...intervals.keys()].join(', ')})`;
  return { file, base: base.toUpperCase(), quote: (quote ?? 'USDT').toUpperCase(), intervalMs };
}

/** Reads one file. @throws RangeError naming the file when it is not what its name promises. */
export function readSeries(directory: string, recording: Recording, notice: Notice): Series {
  const bytes = readFileSync(join(directory, recording.file));
  const text = (recording.file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const rows = /\.json(\.gz)?$/.test(recording.file) ? jsonRows(text, recording.file) : csvRows(text, recording.file);
  const good = rows.every((row) => sound(row, recording.intervalMs)) ? rows : rows.filter((row) => sound(row, recording.intervalMs));
  if (good.length < rows.length) notice(`replay: ${recording.file}: ${rows.length - good.length} of ${rows.length} rows are left out: not six numbers, or not on the interval's grid`);
  return Series.of(recording.intervalMs, good);
}

function csvRows(text: string, file: string): RecordedRow[] {
  const [header, ...lines] = text.split('\n');
  if (header?.trim() !== HEADER) throw new RangeError(`${file}: the first line must read ${HEADER}`);
  return lines.filter((line) => line.trim() !== '').map((line) => line.split(',').map((cell) => (cell.trim() === '' ? NaN : Number(cell))) as unknown as RecordedRow);
}

function jsonRows(text: string, file: string): RecordedRow[] {
  const body: unknown = JSON.parse(text);
  if (Array.isArray(body) && body.every((row) => Array.isArray(row))) return body as unknown[] as RecordedRow[];
  throw new RangeError(`${file}: expected [[ms, open, high, low, close, volume], …]`);
}

const sound = (row: RecordedRow, intervalMs: number): boolean => row.length === 6 && row.every((x) => typeof x === 'number' && Number.isFinite(x)) && row[0] % intervalMs === 0;
