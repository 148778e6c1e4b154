import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket, takesBulk } from './socket.js';

let server: Server;
const received: Buffer[] = [];
/** What the server says first. */
let greeting: Buffer;
beforeAll(async () => {
  server = createServer((socket) => {
    socket.write(greeting);
    socket.on('data', (bytes) => void received.push(bytes));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server.close());

/** A server's greeting: its version, and what it offers. */
function greets(version: string, flags: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(5, 9), Buffer.from(`${version}\0`), Buffer.alloc(31 + 13, 7)]);
  bytes.writeUInt32LE(flags, 5 + version.length + 1 + 27);
  return bytes;
}

/** The answer to a greeting: capabilities, and the flags of MariaDB. */
function packet(capabilities: number, flags: number): Buffer {
  const bytes = Buffer.alloc(60, 7);
  bytes.writeUInt32LE(capabilities, 4);
  bytes.writeUInt32LE(flags, 32);
  return bytes;
}

async function sent(hello: Buffer, ...packets: Buffer[]): Promise<{ bytes: Buffer; bulk: boolean }> {
  received.length = 0;
  greeting = hello;
  const socket = openSocket({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  await once(socket, 'data');
  for (const bytes of packets) socket.write(bytes);
  const all = packets.reduce((sum, { length }) => sum + length, 0);
  await expect.poll(() => Buffer.concat(received).length).toBe(all);
  socket.destroy();
  return { bytes: Buffer.concat(received), bulk: takesBulk(socket) };
}

const MARIADB = greets('5.5.5-10.11.19-MariaDB', 0x1c);

describe('the answer to a greeting', () => {
  it('tells MariaDB that rows may come in bulk, and changes nothing else', async () => {
    const { bytes, bulk } = await sent(MARIADB, packet(0xa, 0x8), packet(0xa, 0x8));
    expect(bytes.equals(Buffer.concat([packet(0xa, 0xc), packet(0xa, 0x8)]))).toBe(true);
    expect(bulk).toBe(true);
  });

  it.each([
    ['where the driver asks for nothing of MariaDB', MARIADB, packet(0xa, 0)],
    ['where the connection will be encrypted', MARIADB, packet(0x80a, 0x8)],
    ['where it is no such packet', MARIADB, Buffer.from('short')],
    ['for a server, or a proxy, that does not offer it', greets('10.11.19-MariaDB', 0x18), packet(0xa, 0x8)],
    ['for MySQL', greets('8.4.2', 0), packet(0xa, 0)],
    ['after a greeting that is cut', MARIADB.subarray(0, 40), packet(0xa, 0x8)],
    ['after what is no greeting', Buffer.alloc(80, 1), packet(0xa, 0x8)],
  ])('is left as it is %s', async (_, hello, first) => {
    const before = Buffer.from(first);
    const { bytes, bulk } = await sent(hello, first);
    expect(bytes.equals(before)).toBe(true);
    expect(bulk).toBe(false);
  });
});
