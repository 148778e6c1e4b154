/** Both kinds of socket push a snapshot at once, and the next slot when it lands. */
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { realSleep } from '#queues/runtime/clock.js';
import { Broken, keyFor, type Check, type CheckContext } from './check.js';

interface Heard {
  snapshot: boolean;
}

interface Line {
  heard: Heard[];
  close(): void;
}

const SNAPSHOT_MS = 15_000;
const CONNECT_MS = 10_000;

async function within(ms: number, seen: () => boolean): Promise<boolean> {
  for (const until = performance.now() + ms; performance.now() < until; await realSleep(50)) if (seen()) return true;
  return seen();
}

const timedOut = (what: string): Promise<never> => realSleep(CONNECT_MS).then(() => Promise.reject(new Broken(`${what} did not connect within ${CONNECT_MS / 1_000} s`, 'does a proxy on the way let upgrades through?')));

/** @throws Broken when the connection is refused. */
async function overSocketIo({ target, symbol }: CheckContext): Promise<Line> {
  const socket = io(target.api, { auth: { token: keyFor(target, 'readonly') }, transports: ['websocket'], reconnection: false, forceNew: true, timeout: CONNECT_MS });
  const heard: Heard[] = [];
  socket.on('price_update', (p: { snapshot?: boolean }) => void heard.push({ snapshot: p.snapshot === true }));
  try {
    await new Promise<void>((resolve, reject) => void socket.once('connect', () => resolve()).once('connect_error', reject));
    const ack = (await socket.timeout(CONNECT_MS).emitWithAck('subscribe', { stream: 'prices', symbols: [symbol] })) as { ok: boolean; error?: { message: string } };
    if (!ack.ok) throw new Error(ack.error?.message ?? 'subscribe was refused');
  } catch (error) {
    socket.disconnect();
    throw new Broken(`Socket.IO: ${(error as Error).message}`, 'does a proxy on the way let upgrades through? Is the readonly key right?');
  }
  return { heard, close: () => socket.disconnect() };
}

/** @throws Broken when the connection is refused. */
async function overWebSocket({ target, symbol }: CheckContext): Promise<Line> {
  const ws = new WebSocket(`${target.api.replace(/^http/, 'ws')}/ws/prices`, { headers: { authorization: `Bearer ${keyFor(target, 'readonly')}` } });
  const heard: Heard[] = [];
  ws.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; snapshot?: boolean };
    if (message.type === 'price_update') heard.push({ snapshot: message.snapshot === true });
  });
  try {
    await Promise.race([once(ws, 'open'), timedOut('/ws/prices')]);
  } catch (error) {
    ws.terminate();
    throw error instanceof Broken ? error : new Broken(`WebSocket: ${(error as Error).message}`, 'does a proxy on the way let upgrades through? Is the readonly key right?');
  }
  ws.send(JSON.stringify({ action: 'subscribe', symbols: [symbol], channels: ['price'] }));
  return { heard, close: () => ws.terminate() };
}

const pushes = (name: string, open: (ctx: CheckContext) => Promise<Line>): Check => ({
  name,
  promise: 'pushes a snapshot at once and an update within a slot',
  run: async (ctx) => {
    const { heard, close } = await open(ctx);
    try {
      if (!(await within(SNAPSHOT_MS, () => heard.some((h) => h.snapshot)))) throw new Broken(`no snapshot of ${ctx.symbol} within ${SNAPSHOT_MS / 1_000} s`, 'has the symbol a price (rest.price)? Is the stream of landed events followed (Redis)?');
      if (!ctx.waitsForSlot) return 'a snapshot (updates not waited for)';
      const began = performance.now();
      if (!(await within(ctx.slotMs, () => heard.some((h) => !h.snapshot)))) throw new Broken(`no update within a slot (${Math.round(ctx.slotMs / 1_000)} s)`, 'do slots settle (npm run health)? Does the api follow Redis?');
      return `a snapshot, an update after ${((performance.now() - began) / 1_000).toFixed(1)} s`;
    } finally {
      close();
    }
  },
});

export const socketChecks: readonly Check[] = [pushes('socketio', overSocketIo), pushes('websocket', overWebSocket)];
