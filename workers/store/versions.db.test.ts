/** What a computed row said before it was computed again: kept in the transaction of the change, read as of an instant, and gone with age. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from './index.js';
import type { Session } from './mysql.js';
import { save } from './replace.js';
import { daysOf } from './retention/policy.js';
import { featureGroups, featureRow, mlFeatures, type FeatureRow } from './tables/features.js';
import { supersededRows } from './tables/superseded.js';
import { indicatorNames, technicalRow, type ComputedIndicators, type IndicatorStateRow, type TechnicalRow } from './tables/technical.js';
import { testStore, type TestStore } from './testing.js';

const MINUTE = 60_000;
const SLOT = Date.UTC(2026, 0, 1);
const names = Object.values(featureGroups).flat();
const after = (minutes: number): Date => new Date(SLOT + minutes * MINUTE);

/** A row of the slot, written some minutes after it. */
function features(symbol: string, writtenAfter: number, more: Partial<FeatureRow> = {}): FeatureRow {
  const values = Object.fromEntries(names.map((n, i) => [n, i % 3 === 0 ? null : i / 7])) as Parameters<typeof featureRow>[1];
  return { ...featureRow({ symbol, timestamp: new Date(SLOT), feature_version: 1, fill_ratio: 0.5, data_quality_score: 0.5, lineage: { price_data_real: null }, job_id: `job.${writtenAfter}`, available_at: new Date(SLOT), ingested_at: after(writtenAfter), data_source: 'sim:features' }, values), ...more };
}
const fixed = (symbol: string, bar: number, writtenAfter: number): ComputedIndicators['fixed'] => ({ symbol, timeframe: '5m', timestamp: after(bar * 5), bars: bar, available_at: after(bar * 5), ingested_at: after(writtenAfter), data_source: 'sim:indicators' });
const computed = (symbol: string, bar: number, writtenAfter: number, value: number): ComputedIndicators => ({ fixed: fixed(symbol, bar, writtenAfter), numbers: Float64Array.from(indicatorNames, (_, i) => (i === 0 ? NaN : value + i / 7)) });
const indicators = (symbol: string, bar: number, writtenAfter: number, value: number): TechnicalRow => technicalRow(fixed(symbol, bar, writtenAfter), computed(symbol, bar, writtenAfter, value).numbers);

let t: TestStore;
let store: Store;
beforeAll(async () => {
  t = await testStore();
  store = t.store;
});
afterAll(() => t?.cleanup());

const into = (table: { name: string }): string => `\`${t.databases.prices}\`.${table.name}`;
interface Line { row_key: string; known_from: Date; known_until: Date; job_id: string | null }
const kept = (symbol: string) => t.mysql.rows<Line>({ table: 'test', sql: `SELECT row_key, known_from, known_until, job_id FROM ${into(supersededRows)} WHERE row_key LIKE ? ORDER BY row_key, known_until`, values: [`${symbol}|%`], prepared: true });
const spans = async (symbol: string) => (await kept(symbol)).map((l) => [l.known_from, l.known_until].map((d) => (d.getTime() - SLOT) / MINUTE));
const known = async (symbol: string, minutes: number) => (await store.features.at([symbol], SLOT, after(minutes).getTime()))[0];
const bars = async (symbol: string, minutes: number) => (await store.indicators.rangeAsOf(symbol, '5m', { fromMs: SLOT, toMs: after(1_000).getTime(), atMs: after(minutes).getTime() }, 100)).reverse();

describe('a row of features that is computed again', () => {
  it('is answered as it stood at each instant, to the last bit, with the job that had written it', async () => {
    const versions = [features('BTC', 1), features('BTC', 60, { price: 0.1 + 0.2, rsi_14: 50.1, lineage: { price_data_real: 'x' } }), features('BTC', 120, { price: 0.3, rsi_14: null, feature_version: 2 })];
    for (const row of versions) await store.features.upsert([row]);
    // Since when the farm has had a row of the slot is one instant, whatever it says.
    const [first, second, third] = versions.map((row) => ({ ...row, ingested_at: after(1) }));
    expect(await known('BTC', -1)).toBeUndefined();
    expect([await known('BTC', 0), await known('BTC', 59.9)]).toEqual([first, first]);
    expect([await known('BTC', 60), await known('BTC', 119.9)]).toEqual([second, second]);
    expect([await known('BTC', 120), (await store.features.at(['BTC'], SLOT))[0]]).toEqual([third, third]);
    expect((await store.features.asOf(['BTC'], after(119).getTime(), 86_400_000))[0]).toEqual(second);
    expect(await spans('BTC')).toEqual([[0, 60], [60, 120]]);
    expect((await kept('BTC')).map((l) => l.job_id)).toEqual(['job.60', 'job.120']);
  });

  it('and says the same, is left as it is and no version is kept', async () => {
    await store.features.upsert([features('SAME', 1, { price: 0 }), features('SAME2', 1)]);
    await store.features.upsert([features('SAME', 60, { price: -0 }), features('SAME2', 60, { price: 1 })]);
    expect((await store.features.at(['SAME'], SLOT))[0]).toEqual(features('SAME', 1, { price: 0 }));
    expect([await spans('SAME'), await spans('SAME2')]).toEqual([[], [[0, 60]]]);
  });

  it('by a job that began earlier and ends later, stands from when the other was written', async () => {
    for (const [written, price] of [[1, 1], [60, 2], [50, 3]] as const) await store.features.upsert([features('LATE', written, { price })]);
    expect([(await known('LATE', 55))?.price, (await known('LATE', 60))?.price]).toEqual([1, 3]);
  });

  it('by twins at once, is overwritten by neither unnoticed', async () => {
    const prices = [1, 2, 3, 4];
    await Promise.all(prices.map((price) => store.features.upsert(['TWIN1', 'TWIN2'].map((symbol) => features(symbol, price, { price })))));
    // Versions that stood for no time at all are none: who is first to begin may be last to end.
    expect((await kept('TWIN1')).length).toBeGreaterThan(0);
    expect(prices).toContain((await known('TWIN1', 9))?.price);
  });

  it('in one batch with itself, counts as it comes last', async () => {
    expect(await store.features.upsert([features('TWICE', 1, { price: 1 }), features('TWICE', 1, { price: 2 })])).toBe(2);
    expect([(await known('TWICE', 9))?.price, await spans('TWICE')]).toEqual([2, []]);
  });

  it('costs nothing where there was none: the rows are sent, and nothing is read', async () => {
    const statements: string[] = [];
    const watched = (s: Session): Session => ({ ...s, rows: (q) => (statements.push(q.sql.slice(0, 6)), s.rows(q)), run: (q) => (statements.push(q.sql.slice(0, 6)), s.run(q)), bulk: (q) => (statements.push(q.sql.slice(0, 6)), s.bulk(q)) });
    const target = { table: mlFeatures, into: into(mlFeatures), versions: { table: supersededRows, into: into(supersededRows) } };
    const write = (written: number) => t.mysql.transaction('test', (s) => save(watched(s), target, [features('NEW1', written), features('NEW2', written)]));
    await write(1);
    expect(statements).toEqual(['INSERT']);
    await write(2);
    expect(statements).toEqual(['INSERT', 'INSERT', 'SELECT']);
  });
});

describe('indicators that are computed again', () => {
  const series = (symbol: string, written: number, values: readonly number[]) => values.map((value, i) => computed(symbol, i + 1, written, value));
  /** The values of the rows that were known. */
  const valuesAt = async (symbol: string, minutes: number) => (await bars(symbol, minutes)).map((row) => row[indicatorNames[7] as 'close']).map((v) => Math.round((v as number) - 1));

  async function refill(symbol: string, by: Store): Promise<void> {
    expect(await by.indicators.fill(series(symbol, 60, [10, 20, 30]))).toBe(3);
    expect(await by.indicators.fill(series(symbol, 90, [10, 21, 30, 40]))).toBe(4);
    expect(await spans(symbol)).toEqual([[10, 90]]);
    expect([await valuesAt(symbol, 14), await valuesAt(symbol, 89), await valuesAt(symbol, 90)]).toEqual([[10, 20], [10, 20, 30, 40], [10, 21, 30, 40]]);
  }

  it('as history: of a stretch some of which is there, what changes is kept, and no more', () => refill('LOADED', store));

  it('change with what is kept of them, or not at all', async () => {
    await store.indicators.save([indicators('ATOMIC', 1, 6, 1)], []);
    const bad = { symbol: 'ATOMIC', timeframe: '5m', last_open_time: after(0), engine_version: 1, bars: 1, state: 'no bytes' as never, ingested_at: after(0), forgotten: null } satisfies IndicatorStateRow;
    await expect(store.indicators.save([indicators('ATOMIC', 1, 60, 2)], [bad])).rejects.toThrow(/indicator_state\.state/);
    expect([await valuesAt('ATOMIC', 99), await kept('ATOMIC')]).toEqual([[1], []]);
  });
});

it('versions roll off with age, and young ones stay', async () => {
  await store.features.upsert([features('OLD', 1), features('YOUNG', 1)]);
  await store.features.upsert([features('OLD', 60, { price: 1 })]);
  await store.features.upsert([features('YOUNG', 500 * 1_440, { price: 1 })]);
  await store.retention.tidy(after(501 * 1_440).getTime(), daysOf('superseded_rows=400'));
  expect([(await kept('OLD')).length, (await kept('YOUNG')).length]).toEqual([0, 1]);
});
