import { describe, expect, it } from 'vitest';
import { extendDuties } from './duty.js';

const slots = (...opened: [number, string][]) => opened.map(([slot, symbols]) => ({ slot, symbols: symbols.split(' ').filter(Boolean) }));

describe('runs of slots in which a symbol is owed', () => {
  it('begin with the first slot that names it and grow with each one', () => {
    expect(extendDuties([], slots([1, 'BTC ETH'], [2, 'BTC ETH']))).toEqual([{ symbol: 'BTC', since: 1, until: 2 }, { symbol: 'ETH', since: 1, until: 2 }]);
    expect(extendDuties([{ symbol: 'BTC', since: 1, until: 2 }], slots([3, 'BTC']))).toEqual([{ symbol: 'BTC', since: 1, until: 3 }]);
  });

  it('reach over slots that were never opened', () => expect(extendDuties([{ symbol: 'BTC', since: 1, until: 2 }], slots([90, 'BTC']))).toEqual([{ symbol: 'BTC', since: 1, until: 90 }]));

  it('end where a slot leaves the symbol out, and begin anew where one names it again', () => {
    const known = [{ symbol: 'BTC', since: 1, until: 2 }, { symbol: 'ETH', since: 1, until: 2 }];
    expect(extendDuties(known, slots([3, 'BTC'], [4, 'BTC ETH']))).toEqual([{ symbol: 'BTC', since: 1, until: 4 }, { symbol: 'ETH', since: 4, until: 4 }]);
  });

  it('take in a slot that comes in chunks', () => expect(extendDuties([], slots([1, 'BTC'], [1, 'ETH'], [2, 'BTC'], [2, 'ETH'])).map((d) => d.until)).toEqual([2, 2]));

  it('stay as they are where nothing was opened', () => expect(extendDuties([{ symbol: 'BTC', since: 1, until: 2 }], [])).toEqual([]));
});
