import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MacroRow } from '../store/tables/signals.js';
import { testStore, type TestStore } from '../store/testing.js';
import { plannedCall, push, REAL, recordedText } from './testing/recorded.js';

const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');
const Q3 = Date.UTC(2024, 6, 1);
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

describe.skipIf(!have)('the gross domestic product, as FRED told it on two days', () => {
  let t: TestStore;
  beforeAll(async () => {
    t = await testStore();
  });
  afterAll(() => t?.cleanup());

  /** Recorded under GDP; stored under the registry's name for what is quarterly there. */
  async function store(file: string): Promise<void> {
    const { response } = JSON.parse(recordedText(`fred/recorded/${file}`)) as { response: { bodyText: string; headers: { date: string } } };
    const received = new Date(response.headers.date);
    const pushed = push('macro-fred', plannedCall('macro-fred', { item: 'GDPC1' }, received.getTime()), { text: response.bodyText, at: received });
    await t.store.add('macro_indicators', 'error' in pushed ? [] : (pushed.rows as MacroRow[]));
  }
  const known = async (day: string): Promise<number | undefined> => (await t.store.macro.vintage('GDPC1', Q3, at(day)))?.value;

  it('is unknown before its release, first as released, then as revised', async () => {
    await store('get_series.0.json');
    await store('get_series.1.json');
    expect([await known('2024-10-01'), await known('2024-11-03'), await known('2025-01-20')]).toEqual([undefined, 29_349.924, 29_374.914]);
    expect(await t.store.macro.asOf(['GDPC1'], at('2024-10-01'))).toEqual(new Map());
    expect((await t.store.macro.asOf(['GDPC1'], at('2024-11-03'))).get('GDPC1')).toMatchObject({ value: 29_349.924, period: Q3 });
  });

  it('has the same answers out of all its vintages, and every earlier one beside them', async () => {
    await store('get_series_all_releases.1.json.gz');
    expect([await known('2024-10-01'), await known('2024-11-03'), await known('2025-01-20')]).toEqual([undefined, 29_349.924, 29_374.914]);
    const q2 = async (day: string): Promise<number | undefined> => (await t.store.macro.vintage('GDPC1', Date.UTC(2024, 3, 1), at(day)))?.value;
    expect([await q2('2024-07-25'), await q2('2024-08-28'), await q2('2024-09-01'), await q2('2024-10-01')]).toEqual([undefined, 28_629.153, 28_652.337, 29_016.714]);
    expect((await t.store.macro.asOf(['GDPC1'], at('2024-10-01'))).get('GDPC1')).toMatchObject({ value: 29_016.714, period: Date.UTC(2024, 3, 1) });
  });
});
