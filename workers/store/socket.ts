/**
 * The socket to the server. Of what a client can, MariaDB is told in the first packet;
 * that it can send rows in bulk the driver does not say, and here it is added on the way
 * out: where the server has offered it, and the driver has found that these flags are
 * read at all. MySQL has none, and an encrypted connection tells them later, unseen.
 * Source: https://mariadb.com/kb/en/connection/
 */
import { connect, type Socket } from 'node:net';

const BULK = 0x4;
/** Asked for by the driver where the server has it. */
const EXTENDED_METADATA = 0x8;
const SSL = 0x800;

/** Of the answer: header, capabilities, packet size, character set, reserved bytes. */
const ANSWER_FLAGS_AT = 4 + 4 + 4 + 1 + 19;
/** Of the greeting, after the server's version: connection, scramble, filler, capabilities, character set, status, capabilities, length, reserved bytes. */
const GREETING_FLAGS_AFTER = 4 + 8 + 1 + 2 + 1 + 2 + 2 + 1 + 6;
/** The header and the protocol's version stand before that of the server. */
const VERSION_AT = 5;

/** What MariaDB offers beyond MySQL; 0 where it cannot be read. */
function offered(greeting: Buffer): number {
  const at = greeting.indexOf(0, VERSION_AT) + 1 + GREETING_FLAGS_AFTER;
  return at > VERSION_AT + GREETING_FLAGS_AFTER && greeting.length >= at + 4 ? greeting.readUInt32LE(at) : 0;
}

const sendsBulk = new WeakSet<object>();
/** True where the server has been told that rows may come in bulk. */
export const takesBulk = (socket: object | undefined): boolean => socket !== undefined && sendsBulk.has(socket);

function tellBulk(socket: Socket, answer: unknown): void {
  if (!Buffer.isBuffer(answer) || answer.length < ANSWER_FLAGS_AT + 4) return;
  const flags = answer.readUInt32LE(ANSWER_FLAGS_AT);
  if ((flags & EXTENDED_METADATA) === 0 || (answer.readUInt32LE(4) & SSL) !== 0) return;
  answer.writeUInt32LE(flags | BULK, ANSWER_FLAGS_AT);
  sendsBulk.add(socket);
}

/** As the driver opens it. */
export function openSocket({ host, port }: { host: string; port: number }): Socket {
  const socket = connect(port, host).setNoDelay(true).setKeepAlive(true);
  let isOffered = false;
  socket.once('data', (greeting: Buffer) => (isOffered = (offered(greeting) & BULK) !== 0));
  const write = socket.write.bind(socket) as Socket['write'];
  socket.write = ((...sent: Parameters<Socket['write']>) => {
    socket.write = write;
    if (isOffered) tellBulk(socket, sent[0]);
    return write(...sent);
  }) as Socket['write'];
  return socket;
}
