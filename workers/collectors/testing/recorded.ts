/**
 * Recorded bodies pushed through a collector as a real answer would be: the host
 * judges, the schema of the call parses, the rows are made. Whatever comes must be
 * rows, rejections and gaps with reasons, or an error by name; `push` throws nothing
 * that a collector would not.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { SourceName } from '#queues/sources.js';
import { readUpstreamConfig } from '../../upstream/config.js';
import { hostsOf } from '../../upstream/hosts.js';
import type { Call, CallWindow, Parsed, RowsOf, Into } from '../collector.js';
import { collectors } from '../index.js';

export const REAL = new URL('../../../../shared/real-data/', import.meta.url);

/** The text of a recorded file, unpacked. */
export function recordedText(path: string): string {
  const bytes = readFileSync(new URL(path, REAL));
  return path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
}

const hosts = hostsOf(readUpstreamConfig({}));

/** The call a source plans for an item or kind when nothing is known yet. */
export function plannedCall(source: SourceName, wanted: Pick<Partial<Call>, 'item' | 'kind'>, atMs: number): Call {
  const window: CallWindow = { slot: atMs, now: atMs, newest: new Map(), cursors: new Map(), canAsk: () => true, historyBars: 10 };
  const call = collectors[source].plan([], window).calls.find((c) => (wanted.item === undefined || c.item === wanted.item) && (wanted.kind === undefined || c.kind === wanted.kind));
  if (!call) throw new Error(`${source} plans no call like ${JSON.stringify(wanted)}`);
  return call;
}

export type Pushed = { error: string } | Parsed<RowsOf[Into]>;

/** An answer as it came; status 200 and no headers where nothing else is said. */
export interface RecordedAnswer {
  text: string;
  at: Date;
  status?: number;
  headers?: Readonly<Record<string, string>>;
}

export function push(source: SourceName, call: Call, { text, at, status = 200, headers = {} }: RecordedAnswer): Pushed {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const c = collectors[source];
  const complaint = hosts[call.host ?? c.host].judge({ status, body, text, header: (name) => headers[name] }, at.getTime());
  if (complaint) return { error: `${complaint.fault}: ${complaint.message}` };
  const parsed = (call.response ?? c.response).safeParse(call.as === 'text' ? text : body);
  if (!parsed.success) return { error: `malformed: ${parsed.error.issues[0]?.message ?? ''}` };
  return c.rows(parsed.data, call, { at, slot: at.getTime(), dataSource: 'replay:test', symbolsIn: () => [] });
}
