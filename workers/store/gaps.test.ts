import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { barsIn, missingRuns } from './gaps.js';

const HOUR = 3_600_000;
const RECORDED = new URL('../../../shared/real-data/ohlcv-hourly-binance-2017-2022/BTC_USDT-1h.json.gz', import.meta.url);
const isHere = existsSync(RECORDED);
if (!isHere) console.warn(`skipped: the recorded hours of 2017-2022 are not at ${RECORDED.pathname}`);

describe('missing bars', () => {
  it('do not come from bars outside the window', () => expect(missingRuns([0, HOUR, 5 * HOUR], HOUR, 3 * HOUR, HOUR)).toEqual([{ from: 2 * HOUR, to: 3 * HOUR }]));
  it('are counted on the grid', () => expect([barsIn(HOUR / 2, 3 * HOUR, HOUR), barsIn(3 * HOUR, HOUR, HOUR)]).toEqual([2, 0]));

  it.skipIf(!isHere)("of Binance's bitcoin, 2017 to 2022, are the 27 outages of 127 hours that its record shows", () => {
    const times = (JSON.parse(gunzipSync(readFileSync(RECORDED)).toString()) as [number][]).map(([at]) => at);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    const runs = missingRuns(times, first, last + HOUR, HOUR);
    expect([runs.length, runs.reduce((sum, r) => sum + barsIn(r.from, r.to, HOUR), 0)]).toEqual([27, 127]);
    const beyond = missingRuns(times, first - 2 * HOUR, last + 4 * HOUR, HOUR);
    expect([beyond.at(0), beyond.at(-1), beyond.length]).toEqual([{ from: first - 2 * HOUR, to: first }, { from: last + HOUR, to: last + 4 * HOUR }, 29]);
  });
});
