/** What the HTTP parser itself refuses never becomes a request; it is answered here, in the shape of every other failure. */
import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { ApiError, errorBody } from '../errors.js';
import type { ApiContext } from '../context.js';
import { SAFE_HEADERS } from './begin.js';
import { JSON_TYPE } from './reply.js';

const PROBLEMS: Readonly<Record<string, { status: number; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'the request line and headers are larger than 16 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'the request did not arrive in time' },
};
const MALFORMED = { status: 400, message: 'the request is not valid HTTP' };

/** Answers and closes; a connection that is gone already is only closed. */
export function refuseUnreadable(server: Server, ctx: Pick<ApiContext, 'clock' | 'metrics'>): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { status, message } = PROBLEMS[error.code ?? ''] ?? MALFORMED;
    const id = randomUUID();
    const body = JSON.stringify(errorBody(new ApiError('VALIDATION_ERROR', message, { status }), ctx.clock.now(), id));
    const headers = { ...SAFE_HEADERS, 'Content-Type': JSON_TYPE, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store', 'X-Request-Id': id, Connection: 'close' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    ctx.metrics.apiRequests.inc({ endpoint: 'unmatched', method: 'other', status: String(status) });
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`);
  });
}
