/** One update as bytes, made once however many read it. */
import { streamSpecs, told, type Stream, type Update } from './streams.js';

/** The JSON of a message on a plain WebSocket. */
export const frame = (stream: Stream, u: Update, seq: number, extra: object = {}): Buffer => Buffer.from(JSON.stringify({ type: streamSpecs[stream].message, ...told(u), seq, ...extra }));

const TEXT_AND_LAST = 0x81;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;

/** A whole text frame as it goes over the wire from a server: unmasked (RFC 6455 §5.2). */
export function wire(payload: Buffer): Buffer {
  const { length } = payload;
  if (length < TWO_BYTES) return Buffer.concat([Buffer.from([TEXT_AND_LAST, length]), payload]);
  const head = Buffer.alloc(length <= 0xffff ? 4 : 10);
  head[0] = TEXT_AND_LAST;
  head[1] = head.length === 4 ? TWO_BYTES : EIGHT_BYTES;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
