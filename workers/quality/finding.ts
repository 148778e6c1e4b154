/**
 * What the validator says of a row: refused with a reason, or a score with the
 * findings that lowered it. Findings are codes without numbers (`jump`,
 * `disagrees:binance`), so that they can be counted; the row holds the numbers.
 */
import type { Threshold } from './thresholds.js';

export interface Finding {
  code: string;
  penalty: number;
}
export interface Scored {
  /** 0 to 1. */
  score: number;
  reasons: string[];
}
export interface Refused {
  refused: string;
}
export type Verdict = Scored | Refused;

export const refused = (reason: string): Refused => ({ refused: reason });

/** Penalties multiply: two doubts weigh more than one, and none makes a row worthless by itself. */
export function scored(findings: readonly Finding[]): Scored {
  const score = findings.reduce((left, f) => left * (1 - f.penalty), 1);
  return { score: Math.round(score * 1_000) / 1_000, reasons: findings.map((f) => f.code) };
}

/** The first of the thresholds (highest first) that the value is over, as a finding; none where the value is unknown. */
export function overFirst(code: string, value: number | null | undefined, thresholds: readonly Threshold[]): Finding[] {
  if (value === null || value === undefined) return [];
  const found = thresholds.find((t) => value > t.over);
  return found ? [{ code, penalty: found.penalty }] : [];
}

/** By what fraction the larger of two positive values exceeds the smaller. */
export const apart = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b) - 1;
