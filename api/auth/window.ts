/**
 * Sliding windows in Redis. A window is cut into slices; what was handed out is
 * counted by slice in one hash per caller, and a script inside Redis hands out no
 * more than the limit leaves. What a replica has taken it may spend for a slice, or
 * two where it fetched ahead: slices are counted that much longer than the window,
 * so that in no stretch of its length, wherever it begins, more than the limit is
 * spent by all replicas together. The price is that a request counts for up to
 * three slices (1.5 %) longer than the window. What was not spent is given back.
 */
import type { Redis } from '#queues/runtime/redis.js';
import type { Principal } from './scopes.js';

const SLICES = 200;
/** How long after it began a slice's last request may still be spent, in slices. */
const LATEST_SPENT = 2;

export interface Taken {
  granted: number;
  /** What the limit still leaves to all replicas. */
  left: number;
  /** Until the oldest counted requests no longer count. */
  resetMs: number;
  /** In which slice they were counted. */
  slice: number;
}
export interface Ask {
  want: number;
  /** Of an earlier grant, not spent. */
  back: number;
  backSlice: number;
}

/** KEYS: slice → requests. ARGV: limit, slice ms, want, back, slice of what comes back. Redis's own clock: replicas need not agree on theirs. */
const TAKE = `
local time, width, oldest_first = redis.call('TIME'), tonumber(ARGV[2]), nil
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at, back, sum = math.floor(now / width), tonumber(ARGV[4]), 0
local counts = redis.call('HGETALL', KEYS[1])
for i = 1, #counts, 2 do
  local slice, n = tonumber(counts[i]), tonumber(counts[i + 1])
  if back > 0 and counts[i] == ARGV[5] then n = n - back; redis.call('HSET', KEYS[1], counts[i], n) end
  if slice < at - ${SLICES + LATEST_SPENT} or n <= 0 then redis.call('HDEL', KEYS[1], counts[i])
  else
    sum = sum + n
    if not oldest_first or slice < oldest_first then oldest_first = slice end
  end
end
local granted = math.max(0, math.min(tonumber(ARGV[3]), tonumber(ARGV[1]) - sum))
if granted > 0 then
  redis.call('HINCRBY', KEYS[1], string.format('%.0f', at), granted)
  redis.call('PEXPIRE', KEYS[1], math.ceil((${SLICES + LATEST_SPENT + 1}) * width))
end
local leaves = ((oldest_first or at) + ${SLICES + LATEST_SPENT + 1}) * width - now
return { granted, tonumber(ARGV[1]) - sum - granted, math.ceil(leaves), string.format('%.0f', at) }
`;

/** How long what was taken may be spent, ms. */
export const sliceMs = ({ windowSeconds }: Principal['limit']): number => (windowSeconds * 1_000) / SLICES;

export type Take = (owner: Principal, ask: Ask) => Promise<Taken>;

/** @param redis a client that fails fast. The take rejects while Redis is away. */
export function slidingWindows(redis: Redis, prefix: string): Take {
  return async ({ id, limit }, { want, back, backSlice }) => {
    const key = `${prefix}:window:${limit.requests}:${limit.windowSeconds}:${id}`;
    const [granted, left, resetMs, slice] = (await redis.eval(TAKE, 1, key, limit.requests, sliceMs(limit), want, back, backSlice)) as [number, number, number, string];
    return { granted, left: Math.max(0, left), resetMs, slice: Number(slice) };
  };
}
