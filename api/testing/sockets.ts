/** Clients of the two socket transports that remember what they were told. */
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

export interface WsMessage {
  type: string;
  symbol?: string;
  seq?: number;
  snapshot?: boolean;
  timestamp?: string;
  symbols?: string[];
  data?: { price_usd: number; volume_24h: number | null; market_cap: number | null; change_24h: number | null; title?: string; '1h'?: { sentiment_score: number | null; texts: number } };
  channels?: string[];
  error?: { code: string; message: string };
}

export async function openWs(url: string, key?: string, path = '/ws/prices', headers: Record<string, string> = {}): Promise<{ ws: WebSocket; heard: WsMessage[]; say(message: unknown): void }> {
  const ws = new WebSocket(url.replace('http', 'ws') + path, { headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers } });
  const heard: WsMessage[] = [];
  ws.on('message', (data: Buffer) => void heard.push(JSON.parse(data.toString()) as WsMessage));
  await once(ws, 'open');
  return { ws, heard, say: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)) };
}

export interface Packet {
  seq: number;
  snapshot?: boolean;
  replayed?: boolean;
  updates: { symbol: string; timestamp: string; data?: { price_usd: number; title?: string; '1h'?: { sentiment_score: number | null; texts: number } }; features?: Record<string, number | null> }[];
}
export type Ack = { ok: boolean; symbols?: string[]; seq?: number; error?: { code: string; message: string } };

export interface IoClient {
  socket: Socket;
  prices: Packet[];
  features: Packet[];
  sentiment: Packet[];
  news: Packet[];
  depths: { queues: Record<string, { ready: number }>; pools: Record<string, number> }[];
  slots: { slot: string; seq: number; rows: number }[];
  subscribe(message: unknown): Promise<Ack>;
}

export function openIo(url: string, token: string | undefined): IoClient {
  const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
  const client: IoClient = { socket, prices: [], features: [], sentiment: [], news: [], depths: [], slots: [], subscribe: (message) => socket.timeout(10_000).emitWithAck('subscribe', message) as Promise<Ack> };
  socket.on('price_update', (p: Packet) => void client.prices.push(p));
  socket.on('features_update', (p: Packet) => void client.features.push(p));
  socket.on('sentiment_update', (p: Packet) => void client.sentiment.push(p));
  socket.on('news_item', (p: Packet) => void client.news.push(p));
  socket.on('queue_depth', (d: IoClient['depths'][number]) => void client.depths.push(d));
  socket.on('slot_complete', (s: IoClient['slots'][number]) => void client.slots.push(s));
  return client;
}
