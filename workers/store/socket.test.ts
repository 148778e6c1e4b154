import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket, takesBulk } from './socket.js';

let server: Server;
const received: Buffer[] = [];
beforeAll(async () => {
  server = createServer((socket) => void socket.on('data', (bytes) => void received.push(bytes)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());

/** The answer to a greeting: capabilities, and the flags of MariaDB. */
function packet(capabilities: number, flags: number): Buffer {
  const bytes = Buffer.alloc(60, 7);
  bytes.writeUInt32LE(capabilities, 4);
  bytes.writeUInt32LE(flags, 32);
  return bytes;
}

async function sent(...packets: Buffer[]): Promise<{ bytes: Buffer; bulk: boolean }> {
  received.length = 0;
  const socket = openSocket({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  for (const bytes of packets) socket.write(bytes);
  const all = packets.reduce((sum, { length }) => sum + length, 0);
  await expect.poll(() => Buffer.concat(received).length).toBe(all);
  socket.destroy();
  return { bytes: Buffer.concat(received), bulk: takesBulk(socket) };
}

describe('the first packet to the server', () => {
  it('tells MariaDB that rows may come in bulk, and changes nothing else', async () => {
    const { bytes, bulk } = await sent(packet(0xa, 0x8), packet(0xa, 0x8));
    expect(bytes.equals(Buffer.concat([packet(0xa, 0xc), packet(0xa, 0x8)]))).toBe(true);
    expect(bulk).toBe(true);
  });

  it.each([
    ['a server without these flags', packet(0xa, 0)],
    ['a connection that will be encrypted', packet(0x80a, 0x8)],
    ['what is no such packet', Buffer.from('short')],
  ])('is left as it is for %s', async (_, first) => {
    const before = Buffer.from(first);
    const { bytes, bulk } = await sent(first);
    expect(bytes.equals(before)).toBe(true);
    expect(bulk).toBe(false);
  });
});
