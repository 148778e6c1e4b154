import { describe, expect, it } from 'vitest';
import { ContractError, DrainError, StoreError, UpstreamError } from '#queues/errors.js';
import { backoffMs } from './backoff.js';
import { PATIENCE_MS, verdict } from './verdict.js';

const fresh = { ageMs: 0, leftMs: Infinity };
const upstream = (fault: UpstreamError['fault'], waitMs?: number) => new UpstreamError(fault, 'said no', { host: 'binance', ...(waitMs ? { waitMs } : {}) });

describe('the verdict', () => {
  it('gives the attempt back when the upstream says wait, for as long as it said', () => {
    expect(verdict(upstream('throttled', 60_000), fresh)).toEqual({ kind: 'later', ms: 60_000, reason: 'binance: said no' });
  });

  it('gives up waiting when the wait would pass the deadline', () => {
    expect(verdict(upstream('throttled', 60_000), { ageMs: 0, leftMs: 10_000 })).toMatchObject({ kind: 'never', reason: expect.stringMatching(/60 s, past the job's deadline/) });
  });

  it('retries what time may heal and never what it cannot', () => {
    expect(verdict(upstream('unavailable'), fresh).kind).toBe('retry');
    expect(verdict(upstream('refused'), fresh).kind).toBe('never');
    expect(verdict(upstream('malformed'), fresh).kind).toBe('never');
    expect(verdict(new ContractError('old'), fresh).kind).toBe('never');
    expect(verdict(new Error('bug'), fresh).kind).toBe('retry');
  });

  it('waits for a MySQL that is away without spending attempts, but not for ever', () => {
    const away = new StoreError('transient', 'away', 'ECONNREFUSED');
    expect(verdict(away, fresh).kind).toBe('later');
    expect(verdict(away, { ageMs: PATIENCE_MS + 1, leftMs: Infinity }).kind).toBe('retry');
    expect(verdict(new StoreError('permanent', 'no such column', '1054'), fresh).kind).toBe('never');
  });

  it('hands a draining job back', () => {
    expect(verdict(new DrainError(), fresh).kind).toBe('hand-back');
  });
});

describe('the backoff', () => {
  it('doubles, stays within its jitter and never passes a minute', () => {
    for (const [attempt, ceiling] of [[1, 500], [2, 1_000], [4, 4_000], [20, 60_000]] as const) {
      expect(backoffMs(attempt, 500, () => 0)).toBe(ceiling / 2);
      expect(backoffMs(attempt, 500, () => 1)).toBe(ceiling);
    }
  });
});
