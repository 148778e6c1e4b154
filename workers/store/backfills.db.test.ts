import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BackfillRequest, ChunkUpdate } from './index.js';
import { MOST_CHUNKS } from './repositories/backfills.js';
import { testStore, type TestStore } from './testing.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 20, 12);
const at = (ms = 0): Date => new Date(NOW + ms);
let t: TestStore;
beforeAll(async () => void (t = await testStore()));
afterEach(async () => {
  for (const name of ['backfills', 'backfill_chunks']) await t.mysql.run({ table: 'test', sql: `DELETE FROM \`${t.databases.prices}\`.${name}` });
});
afterAll(() => t.cleanup());

const file = (over: Partial<BackfillRequest> = {}, ms = 0) => t.store.backfills.file({ dataset: 'ohlc', symbols: ['BTC'], timeframes: ['1h'], from: NOW - 2 * DAY, to: NOW - DAY, origin: 'operator', ...over }, at(ms));
const settle = (backfill: string, chunk: number, over: Partial<ChunkUpdate> = {}) => t.store.backfills.settle({ backfill, chunk, state: 'done', rows: 1, missing: [], reason: null, notBefore: null, jobId: 'job', at: at(1), ...over });
const ready = async (ms = 0, limit = 64) => (await t.store.backfills.ready(NOW + ms, limit)).map((c) => `${c.backfill} ${c.stage} ${c.chunk}`);
const state = async (id: string) => (await t.store.backfills.find(id))?.state;

describe('what may run', () => {
  it('is of the first stage that has not ended, the next one only once every chunk of it is settled', async () => {
    const { id, chunks } = await file({ dataset: 'technical_indicators' });
    expect([chunks, await ready()]).toEqual([2, [`${id} candles 1`]]);
    await settle(id, 1, { state: 'open', notBefore: at(DAY) });
    expect(await ready()).toEqual([]);
    expect(await ready(DAY)).toEqual([`${id} candles 1`]);
    await settle(id, 1);
    expect(await ready()).toEqual([`${id} indicators 2`]);
  });

  it('is a few of each backfill in turn, those of gaps first, however large another is', async () => {
    const large = await file({ timeframes: ['5m'], from: NOW - 2_000 * DAY });
    const gap = await file({ symbols: ['ETH'], origin: 'gap' }, 1);
    expect(large.chunks).toBeGreaterThan(10);
    expect(await ready(0, 3)).toEqual([`${gap.id} candles 1`, `${large.id} candles 1`, `${large.id} candles 2`]);
  });

  it('is nothing of one that is paused or over', async () => {
    const { id } = await file();
    await t.store.backfills.turn(id, 'pause', at());
    expect([await ready(), await t.store.backfills.begin({ backfill: id, chunk: 1 }, 'job', at())]).toEqual([[], null]);
    await t.store.backfills.turn(id, 'cancel', at());
    expect([await ready(), await t.store.backfills.turn(id, 'resume', at())]).toMatchObject([[], { changed: false, row: { state: 'cancelled' } }]);
  });
});

describe('a chunk', () => {
  it('that is settled stays as it is, whatever a job that was late says', async () => {
    const { id } = await file();
    await settle(id, 1, { rows: 24 });
    await settle(id, 1, { state: 'failed', rows: 0, reason: 'late' });
    await t.store.backfills.tell({ backfill: id, chunk: 1 }, 3);
    await t.store.backfills.release({ backfill: id, chunk: 1 });
    expect(await t.store.backfills.chunk({ backfill: id, chunk: 1 })).toMatchObject({ state: 'done', rows_written: 24, reason: null });
    expect(await t.store.backfills.begin({ backfill: id, chunk: 1 }, 'job', at())).toBeNull();
  });

  it('that failed is done again when its backfill is resumed, under a job of its own', async () => {
    const { id, chunks } = await file({ timeframes: ['1h', '1d'] });
    await settle(id, 1);
    await settle(id, 2, { state: 'failed', reason: 'refused' });
    await t.store.backfills.finish(id, at(2));
    expect([chunks, await state(id)]).toEqual([2, 'partial']);
    expect(await t.store.backfills.find(id)).toMatchObject({ reason: '1 of 2 chunks failed, 0 are incomplete', finished_at: at(2) });
    expect(await t.store.backfills.turn(id, 'resume', at(3))).toMatchObject({ changed: true, row: { state: 'open', finished_at: null } });
    expect(await t.store.backfills.ready(NOW, 9)).toMatchObject([{ chunk: 2, round: 1, state: 'open' }]);
    await settle(id, 2);
    await t.store.backfills.finish(id, at(4));
    expect(await state(id)).toBe('done');
  });
});

describe('a backfill', () => {
  it('asked for twice is one while it is unfinished, and another once it is over', async () => {
    const first = await file({ symbols: ['ETH', 'BTC'] });
    expect(await file({ symbols: ['BTC', 'ETH', 'BTC'] }, 5)).toEqual({ ...first, created: false });
    await t.store.backfills.turn(first.id, 'cancel', at());
    expect((await file({ symbols: ['BTC', 'ETH'] }, 5)).created).toBe(true);
  });

  it('is refused where there is nothing to do, or months of it', async () => {
    await expect(file({ from: NOW - 1_000, to: NOW })).rejects.toThrow('nothing to do');
    const symbols = Array.from({ length: 320 }, (_, i) => `S${i}`);
    await expect(file({ symbols, timeframes: ['5m'], from: Date.UTC(2011, 0, 1), to: NOW })).rejects.toThrow(`one backfill may have ${MOST_CHUNKS}`);
  });

  it('that ended long ago is forgotten with its chunks; one that is unfinished never', async () => {
    const [old, young, open] = [await file(), await file({ symbols: ['ETH'] }), await file({ symbols: ['SOL'] })];
    await t.store.backfills.turn(old.id, 'cancel', at(-100 * DAY));
    await t.store.backfills.turn(young.id, 'cancel', at(-DAY));
    expect(await t.store.backfills.trim(NOW - 90 * DAY)).toBe(1);
    expect([await state(old.id), await state(young.id), await state(open.id)]).toEqual([undefined, 'cancelled', 'open']);
    expect([...(await t.store.backfills.tallies([old.id, young.id])).keys()]).toEqual([young.id]);
  });

  it('says how much is left, by stage', async () => {
    const { id, rows } = await file();
    const left = async () => (await t.store.backfills.openWork()).find((w) => w.stage === 'candles');
    await t.store.backfills.begin({ backfill: id, chunk: 1 }, 'job', at());
    await t.store.backfills.tell({ backfill: id, chunk: 1 }, 4);
    expect(await left()).toEqual({ stage: 'candles', chunks: 1, rows: rows - 4 });
    await settle(id, 1);
    expect(await left()).toEqual({ stage: 'candles', chunks: 0, rows: 0 });
  });
});
