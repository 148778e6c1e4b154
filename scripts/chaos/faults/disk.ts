/**
 * The disk under Redis and MySQL is full to the last block: a file takes what is
 * left of the small file system that the arena's servers live on.
 */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from '../arena.js';
import type { Fault } from '../fault.js';

const BLOCK = Buffer.alloc(1024 ** 2);
/** More than any file system made for an arena: the machine's own disk is never filled. */
const LARGEST = 4 * 1024 ** 3;

const sizeOf = (folder: string): number => {
  const { blocks, bsize } = statfsSync(folder);
  return blocks * bsize;
};

/** Writes until nothing more fits. */
function fill(file: string): void {
  const out = openSync(file, 'w', 0o600);
  try {
    for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 16)) writeUntilFull(out, BLOCK.subarray(0, size));
  } finally {
    closeSync(out);
  }
}

function writeUntilFull(out: number, block: Buffer): void {
  try {
    while (writeSync(out, block) === block.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

export const fullDisk: Fault = {
  name: 'full-disk',
  what: 'no block left under Redis and MySQL',
  impossible: ({ mysql }: Arena) => (sizeOf(mysql.folder) > LARGEST ? 'the servers do not live on a small file system of their own (mounting one needs root)' : undefined),
  do: ({ mysql, redis, client }) => {
    const file = join(mysql.folder, 'filler');
    fill(file);
    return Promise.resolve({
      bites: async () => !redis.isRunning() || !mysql.isRunning() || /aof_last_write_status:(?!ok)/.test(await client.info('persistence')),
      undo: async () => {
        rmSync(file, { force: true });
        // A server may end on a full disk; whoever keeps it starts it again.
        await Promise.all([redis.start(), mysql.start()]);
      },
    });
  },
};
