/** A port that passes connections on to another, as a load balancer or a network between does, until it is told not to. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  port: number;
  /** Where new connections go; null: they are closed at once. */
  target: number | null;
  /** Ends what is open; new connections go on. */
  drop(): void;
  close(): Promise<void>;
}

export async function openRelay(target: number): Promise<Relay> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (relay.target === null) return void near.destroy();
    const far = keep(connect(relay.target, '127.0.0.1'));
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = (): void => open.forEach((socket) => socket.destroy());
  const relay: Relay = {
    port: (server.address() as AddressInfo).port,
    target,
    drop,
    close: () => new Promise((resolve) => (drop(), server.close(() => resolve()))),
  };
  return relay;
}
