/**
 * A thousand readers in a process of their own: each follows its symbols over
 * Socket.IO or plain WebSocket. Told how many updates a burst holds, it reports when they came.
 */
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { quantile } from './figures.js';

export interface Crowd {
  kind: 'io' | 'ws';
  url: string;
  token: string;
  /** One list of symbols a client. */
  clients: string[][];
}
/** Milliseconds of the machine's clock. */
export interface Arrivals {
  p50: number;
  p99: number;
  last: number;
}

const nowMs = (): number => performance.timeOrigin + performance.now();
let expected = 0;
let arrivals: number[] = [];

function arrived(updates: number): void {
  const at = nowMs();
  for (let i = 0; i < updates; i++) arrivals.push(at);
  if (expected === 0 || arrivals.length < expected) return;
  const report: Arrivals = { p50: quantile(arrivals, 0.5), p99: quantile(arrivals, 0.99), last: at };
  expected = 0;
  process.send?.(report);
}

const UPDATE = Buffer.from('"type":"price_update"');
const SNAPSHOT = Buffer.from('"snapshot":true');

interface Packet {
  snapshot?: boolean;
  /** Of our own packets; the bare server's are one update each. */
  updates?: unknown[];
}

async function joinIo({ url, token }: Crowd, symbols: string[]): Promise<void> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  socket.on('price_update', (p: Packet) => (p.snapshot ? undefined : arrived(p.updates?.length ?? 1)));
  socket.on('disconnect', () => process.exit(1));
  const ack = (await socket.timeout(30_000).emitWithAck('subscribe', { stream: 'prices', symbols })) as { ok: boolean };
  if (!ack.ok) throw new Error(`not subscribed: ${JSON.stringify(ack)}`);
}

function joinWs({ url, token }: Crowd, symbols: string[]): Promise<void> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/ws/prices`, { headers: { authorization: `Bearer ${token}` }, perMessageDeflate: false, skipUTF8Validation: true });
  ws.once('open', () => ws.send(JSON.stringify({ action: 'subscribe', symbols })));
  ws.once('close', () => process.exit(1));
  return new Promise((resolve, reject) => {
    ws.once('error', reject);
    ws.on('message', (data: Buffer) => {
      // Not parsed: twenty thousand messages in one process would measure this process.
      if (data.includes(UPDATE)) return data.includes(SNAPSHOT) ? undefined : arrived(1);
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'error') reject(new Error(data.toString()));
      if (type === 'subscribed') resolve();
    });
  });
}

async function gather(crowd: Crowd): Promise<void> {
  const join = crowd.kind === 'io' ? joinIo : joinWs;
  // In small groups: a thousand handshakes at once measure the handshake.
  for (let i = 0; i < crowd.clients.length; i += 25) await Promise.all(crowd.clients.slice(i, i + 25).map((symbols) => join(crowd, symbols)));
  process.send?.('gathered');
}

process.on('message', (m: Crowd | { expect: number }) => {
  if ('kind' in m) return void gather(m).catch((error: unknown) => (console.error(String(error)), process.exit(1)));
  arrivals = [];
  expected = m.expect;
  process.send?.('ready');
});
