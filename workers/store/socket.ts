/**
 * The socket to the server. Of what a client can, MariaDB is told in the first packet;
 * that it can send rows in bulk the driver does not say, and here it is added on the way
 * out. Only where the driver has found that the server reads these flags at all: MySQL
 * has none, and an encrypted connection tells them later, unseen.
 * Source: https://mariadb.com/kb/en/connection/#handshake-response-packet
 */
import { connect, type Socket } from 'node:net';

/** Header, capabilities, packet size, character set, reserved bytes: then the flags of MariaDB. */
const MARIADB_FLAGS_AT = 4 + 4 + 4 + 1 + 19;
const BULK = 0x4;
/** Asked for by the driver where the server has it. */
const EXTENDED_METADATA = 0x8;
const SSL = 0x800;

const sendsBulk = new WeakSet<object>();
/** True where the server has been told that rows may come in bulk. */
export const takesBulk = (socket: object | undefined): boolean => socket !== undefined && sendsBulk.has(socket);

function tellBulk(socket: Socket, first: unknown): void {
  if (!Buffer.isBuffer(first) || first.length < MARIADB_FLAGS_AT + 4) return;
  const flags = first.readUInt32LE(MARIADB_FLAGS_AT);
  if ((flags & EXTENDED_METADATA) === 0 || (first.readUInt32LE(4) & SSL) !== 0) return;
  first.writeUInt32LE(flags | BULK, MARIADB_FLAGS_AT);
  sendsBulk.add(socket);
}

/** As the driver opens it. */
export function openSocket({ host, port }: { host: string; port: number }): Socket {
  const socket = connect(port, host).setNoDelay(true).setKeepAlive(true);
  const write = socket.write.bind(socket) as Socket['write'];
  socket.write = ((...sent: Parameters<Socket['write']>) => {
    socket.write = write;
    tellBulk(socket, sent[0]);
    return write(...sent);
  }) as Socket['write'];
  return socket;
}
