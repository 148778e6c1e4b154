import { describe, expect, it } from 'vitest';
import { ContractError } from '../errors.js';
import { jobs } from './index.js';
import { parsePayload } from './contract.js';

const payload = { v: 1, source: 'ohlc', slot: Date.UTC(2026, 0, 1), chunk: 1, symbols: ['BTC'], round: 0 };

describe('a payload', () => {
  it('of an older version is refused by name, with what to do', () => {
    const old = () => parsePayload('collect', jobs.collect, { ...payload, v: 0 });
    expect(old).toThrow(ContractError);
    expect(old).toThrow(/version 0; this worker speaks version 1.*re-enqueue/);
  });

  it('that breaks its contract names the field', () => {
    expect(() => parsePayload('collect', jobs.collect, { ...payload, symbols: [] })).toThrow(/symbols/);
    expect(() => parsePayload('collect', jobs.collect, { ...payload, slot: 1_700_000_000 })).toThrow(/slot/);
    expect(() => parsePayload('collect', jobs.collect, undefined)).toThrow(ContractError);
  });

  it('gives a deterministic id, with the round only in repairs', () => {
    expect(jobs.collect.id(payload as never)).toBe('ohlc.2026-01-01T00-00Z.c1');
    expect(jobs.collect.id({ ...payload, round: 3 } as never)).toBe('ohlc.2026-01-01T00-00Z.c1.r3');
  });
});
