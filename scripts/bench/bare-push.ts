/**
 * The least that pushes: a Socket.IO server that emits every update to the room of
 * its symbol, and a `ws` server that sends every update to each reader of it. A process
 * of its own; each message from its parent is a list of updates to push.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { WebSocketServer, type WebSocket } from 'ws';

interface BareUpdate {
  symbol: string;
}

const server = createServer();
const io = new Server(server, { serveClient: false, destroyUpgrade: false });
io.on('connection', (socket: Socket) => {
  socket.on('subscribe', ({ symbols }: { symbols: string[] }, ack: (answer: object) => void) => {
    void socket.join(symbols);
    ack({ ok: true });
  });
});

const wss = new WebSocketServer({ noServer: true });
const readers = new Map<WebSocket, Set<string>>();
server.on('upgrade', (req, socket, head) => {
  if (req.url !== '/ws/prices') return;
  wss.handleUpgrade(req, socket, head, (ws) => {
    ws.on('message', (data: Buffer) => {
      readers.set(ws, new Set((JSON.parse(data.toString()) as { symbols: string[] }).symbols));
      ws.send(JSON.stringify({ type: 'subscribed' }));
    });
    ws.once('close', () => readers.delete(ws));
  });
});

process.on('message', (updates: BareUpdate[]) => {
  for (const update of updates) {
    io.to(update.symbol).emit('price_update', update);
    const bytes = JSON.stringify(update);
    for (const [ws, symbols] of readers) if (symbols.has(update.symbol)) ws.send(bytes);
  }
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
