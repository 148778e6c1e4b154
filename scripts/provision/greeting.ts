/**
 * Asks a server over TCP whether it is ready, without a client library: Redis by
 * an inline AUTH and PING, MySQL by the handshake it sends unasked. A MySQL server
 * greets only after its init file has run, so a greeting also means the user exists.
 */
import { connect } from 'node:net';

const PATIENCE_MS = 500;

/** Sends `say`, and resolves true once the collected answer satisfies `isReady`. */
function ask(port: number, say: string, isReady: (answer: Buffer) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const socket = connect({ host: '127.0.0.1', port });
    const end = (ready: boolean) => (socket.destroy(), resolve(ready));
    socket.setTimeout(PATIENCE_MS, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('connect', () => say && socket.write(say));
    socket.on('data', (data) => {
      answer = Buffer.concat([answer, data]);
      if (isReady(answer)) end(true);
    });
  });
}

/** False while Redis still loads its data (`-LOADING`), or when the password is not its own. */
export const redisAnswers = (port: number, password: string): Promise<boolean> => ask(port, `AUTH ${password}\r\nPING\r\n`, (a) => a.toString().includes('+OK\r\n+PONG\r\n'));

/** Packet 0 of protocol version 10; an error packet (0xff), such as "too many connections", is not a greeting. */
export const mysqlGreets = (port: number): Promise<boolean> => ask(port, '', (a) => a.length > 5 && a[3] === 0 && a[4] === 10);
