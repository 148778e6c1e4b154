/** What time it is on the farm: its clock may run faster than the browser's. */
import type { Answer } from './ask.js';

let origin = { farmMs: 0, atMs: 0, speed: 1 };

/** Takes over the farm's clock as a session tells it. */
export function setClock({ now, speed }: Answer<'Session'>['clock']): void {
  origin = { farmMs: Date.parse(now), atMs: performance.now(), speed };
}
/** Farm time, ms. */
export const farmNow = (): number => origin.farmMs + (performance.now() - origin.atMs) * origin.speed;
export const farmSpeed = (): number => origin.speed;
/** Seconds of farm time since an instant; null for one that is not known. */
export const secondsSince = (iso: string | null): number | null => (iso === null ? null : Math.max(0, (farmNow() - Date.parse(iso)) / 1_000));
