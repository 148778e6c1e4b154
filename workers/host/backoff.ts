/** The farm's own backoff: exponential from the job's first delay, capped, with full jitter (BullMQ's has no cap). */
const CAP_MS = 60_000;

/**
 * @param attemptsMade failures so far, 1 after the first. @param firstMs real ms.
 * @returns real ms to wait: between half and all of min(cap, firstMs × 2^(attempts − 1)).
 */
export function backoffMs(attemptsMade: number, firstMs: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, firstMs * 2 ** Math.max(0, attemptsMade - 1));
  return Math.round(ceiling / 2 + random() * (ceiling / 2));
}
