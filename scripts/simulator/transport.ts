/**
 * Puts an answer on the wire, whole or spoiled. Spoiled answers look as they do
 * in the wild: the right headers over half a body, an error page of a proxy, a
 * refusal under status 200, or nothing at all.
 */
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import { json } from './answer.js';
import type { FaultKind } from './faults.js';
import type { Player } from './hosts.js';
import type { LieKind } from './lies.js';

/** Farm seconds a rate-limit fault asks the caller to wait. */
const RETRY_AFTER_SECONDS = 10;

const JSON_TYPE = 'application/json; charset=utf-8';
const HTML = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n';

export function send(res: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body, answer.encoding);
  // A 304 has no body, and says nothing of the length of the one it stands for.
  const length = answer.status === 304 ? {} : { 'content-type': JSON_TYPE, 'content-length': bytes.length };
  res.writeHead(answer.status, { ...length, ...answer.headers });
  res.end(bytes);
}

const PLAIN = {
  tooMany: () => json(429, { message: 'Too Many Requests' }),
  broken: () => json(500, { message: 'Internal Server Error' }),
};

export interface Spoil {
  kind: Exclude<FaultKind, LieKind>;
  player: Player;
  /** Real milliseconds a slow answer is held back. */
  slowMs: number;
}

/** @returns the status the caller sees; 0 when it sees none. */
export function sendSpoiled(res: ServerResponse, answer: Answer, { kind, player, slowMs }: Spoil): number {
  switch (kind) {
    case 'timeout':
      return 0; // the socket stays open until the caller gives up or the server stops
    case 'reset':
      res.socket?.resetAndDestroy();
      return 0;
    case 'slow':
      return sendLate(res, answer, slowMs);
    case 'truncated':
      return sendHalf(res, answer);
    default:
      return sendWhole(res, substitute(kind, player));
  }
}

function substitute(kind: 'rate-limit' | 'server-error' | 'garbage' | 'error-in-200' | 'html', player: Player): Answer {
  switch (kind) {
    case 'rate-limit':
      return withHeaders(player.tooMany?.() ?? PLAIN.tooMany(), { 'retry-after': String(RETRY_AFTER_SECONDS) });
    case 'server-error':
      return player.broken?.() ?? PLAIN.broken();
    case 'error-in-200':
      return player.errorIn200?.() ?? { ...(player.tooMany?.() ?? PLAIN.tooMany()), status: 200 };
    case 'garbage':
      return { status: 200, body: '[{"id":"bitcoin","current_price":\u0000\ufffd\ufffd!NaN,,' };
    case 'html':
      return { status: 502, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: HTML };
  }
}

/** Its own headers win: a host that says when to come back in its own way keeps to it. */
const withHeaders = (answer: Answer, headers: Record<string, string>): Answer => ({ ...answer, headers: { ...headers, ...answer.headers } });

function sendWhole(res: ServerResponse, answer: Answer): number {
  send(res, answer);
  return answer.status;
}

function sendLate(res: ServerResponse, answer: Answer, slowMs: number): number {
  const timer = setTimeout(() => send(res, answer), slowMs);
  res.on('close', () => clearTimeout(timer));
  return answer.status;
}

/** Announces the whole length, sends half of it and hangs up. */
function sendHalf(res: ServerResponse, answer: Answer): number {
  const bytes = Buffer.from(answer.body, answer.encoding);
  res.writeHead(answer.status, { 'content-type': JSON_TYPE, 'content-length': bytes.length, ...answer.headers });
  res.write(bytes.subarray(0, bytes.length >> 1), () => res.destroy());
  return answer.status;
}
