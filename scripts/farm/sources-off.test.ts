import { describe, expect, it } from 'vitest';
import { offLines } from './sources-off.js';

describe('what up says of sources that are off', () => {
  it('is nothing on the simulated market, whose keys are the simulator\'s own', () => {
    expect(offLines('sim', {}, {})).toEqual([]);
  });

  it('names on live upstreams the key that is missing, and reads .env for it', () => {
    const lines = offLines('live', { TWITTER_BEARER_TOKEN: 'a-bearer-token' }, { FRED_API_KEY: 'a-key-of-fred' });
    expect(lines.sort()).toEqual(['alpha-vantage: ALPHA_VANTAGE_API_KEY is not set', 'stock-news: GUARDIAN_API_KEY or NEWS_API_KEY is not set']);
  });

  it('says that a replay has nothing but candles', () => {
    expect(offLines('replay', {}, {})).toEqual([expect.stringMatching(/^crypto-news, .*alpha-vantage: not among SOURCES \(crypto-prices,ohlc\)$/)]);
  });
});
