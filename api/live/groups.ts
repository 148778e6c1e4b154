/** Clients of Socket.IO by what they follow: those of a stream that follow exactly the same symbols share a room, and each packet is encoded once for it. */
import type { Socket } from 'socket.io';
import type { Principal } from '../auth/scopes.js';
import type { Push } from './hub.js';
import type { Stream } from './streams.js';

export interface Group {
  room: string;
  stream: Stream;
  symbols: ReadonlySet<string>;
  members: Set<Socket>;
}
export interface Client {
  owner: Principal;
  groups: Map<Stream, Group>;
  /** Symbols whose newest value waits for the reader. */
  owed: Record<Stream, Set<string>>;
  /** What is told while what was missed is still being read, by stream: it leaves behind it. */
  held: Map<Stream, Push[]>;
  /** Whether it is told of slots and queues. */
  jobs: boolean;
  /** Gives its place among the key's connections back. */
  release(): void;
}

export class Groups {
  private readonly byRoom = new Map<string, Group>();
  constructor(private readonly gauge: (stream: Stream, change: 1 | -1) => void) {}
  all = (stream: Stream): Group[] => [...this.byRoom.values()].filter((g) => g.stream === stream);

  /** Moves a client to the group of exactly these symbols; none means out of the stream. */
  async move(socket: Socket, client: Client, stream: Stream, symbols: readonly string[]): Promise<void> {
    const before = client.groups.get(stream);
    const room = `${stream}:${[...symbols].sort().join(',')}`;
    if (before?.room === room) return;
    if (before) await this.leave(socket, client, before);
    if (symbols.length === 0) return;
    const group = this.byRoom.get(room) ?? { room, stream, symbols: new Set(symbols), members: new Set<Socket>() };
    this.byRoom.set(room, group);
    group.members.add(socket);
    client.groups.set(stream, group);
    this.gauge(stream, 1);
    await socket.join(room);
  }

  async leave(socket: Socket, client: Client, group: Group): Promise<void> {
    group.members.delete(socket);
    client.groups.delete(group.stream);
    if (group.members.size === 0) this.byRoom.delete(group.room);
    this.gauge(group.stream, -1);
    await socket.leave(group.room);
  }
}
