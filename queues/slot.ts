/**
 * A slot is one tick of a cadence, named by its UTC start. Pure arithmetic on
 * milliseconds; cadences divide a UTC day, so slots never straddle midnight.
 */
export const CADENCES = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '30m': 1_800_000, '1h': 3_600_000, '6h': 21_600_000, '1d': 86_400_000 } as const;
export type Cadence = keyof typeof CADENCES;

/** Milliseconds in one tick of the cadence. */
export const cadenceMs = (cadence: Cadence): number => CADENCES[cadence];

/** Start (ms) of the slot that holds the instant. */
export const slotAt = (ms: number, cadence: Cadence): number => Math.floor(ms / cadenceMs(cadence)) * cadenceMs(cadence);

/** `2026-01-01T00-05Z`: sortable, and free of the `:` that BullMQ refuses in job ids. */
export const slotName = (slotMs: number): string => `${new Date(slotMs).toISOString().slice(0, 16).replace(':', '-')}Z`;

/** Every slot start in [fromMs, toMs), ascending. */
export function slotsBetween(fromMs: number, toMs: number, cadence: Cadence): number[] {
  const step = cadenceMs(cadence);
  const slots: number[] = [];
  for (let s = Math.ceil(fromMs / step) * step; s < toMs; s += step) slots.push(s);
  return slots;
}

/** True where both cadences tick: a 1 h dataset is due on every twelfth 5-minute slot. */
export const isDue = (slotMs: number, cadence: Cadence): boolean => slotMs % cadenceMs(cadence) === 0;
