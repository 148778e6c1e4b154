import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from './client/farm.js';
import { testGround, type Ground, type Running } from './testing/api.js';
import { NOW, priceRow, SLOT } from './testing/rows.js';

const MIN5 = 300_000;
let ground: Ground;
let api: Running;
beforeAll(async () => {
  ground = await testGround();
  const rows = [
    { ...priceRow('BTC', SLOT - MIN5), data_source: 'sim:coinbase', quality_score: 1, quality_reasons: [] },
    { ...priceRow('ETH', SLOT - MIN5), data_source: 'sim:coinbase', quality_score: 0.7, quality_reasons: ['stale'] },
    { ...priceRow('TINY', SLOT - MIN5), data_source: 'sim:coinbase', quality_score: 0.12, quality_reasons: ['stale', 'jump'] },
    { ...priceRow('TINY', SLOT - 2 * MIN5), data_source: 'sim:coinbase', quality_score: null, quality_reasons: null },
  ];
  await ground.store.store.prices.insert(rows);
  const aside = (item: string, reason: string, at: number) => ({ source: 'coinbase', slot: new Date(SLOT), chunk: 1, item, reason, sample: 'x'.repeat(2_000), data_source: 'sim:coinbase', ingested_at: new Date(at), status: null });
  await ground.store.store.quarantine.insert([aside('A', 'impossible:price', NOW - 1_000), aside('B', 'impossible:price', NOW - 2_000), aside('C', 'price is not known', NOW - 3_000), aside('OLD', 'old', NOW - 48 * 3_600_000)]);
  api = await ground.start();
});
afterAll(() => ground.cleanup());

describe('what is believed', () => {
  it('is told by source, with shares by band and the commonest reasons', async () => {
    const { data } = await answer(api.farm().GET('/api/v1/stats/quality'));
    expect(data.sources.find((s) => s.source === 'sim:coinbase')).toEqual({
      table: 'price_data_real', source: 'sim:coinbase', rows: 4,
      share: { good: 0.25, fair: 0.25, doubtful: 0, untrusted: 0.25, unscored: 0.25 },
      reasons: [{ reason: 'stale', rows: 2 }, { reason: 'jump', rows: 1 }],
    });
  });

  it('is told beside what was refused, counted and with the newest samples, shortened', async () => {
    const { data } = await answer(api.farm().GET('/api/v1/stats/quality', { params: { query: { hours: 1 } } }));
    expect(data.quarantined).toEqual([{ source: 'coinbase', reason: 'impossible:price', items: 2 }, { source: 'coinbase', reason: 'price is not known', items: 1 }]);
    expect(data.newest.map((n) => n.item)).toEqual(['A', 'B', 'C', 'OLD']);
    expect(data.newest[0]?.sample).toHaveLength(300);
  });

  it('is not asked about more than a day', async () => {
    await expect(api.farm().GET('/api/v1/stats/quality', { params: { query: { hours: 25 } } })).rejects.toMatchObject({ refusal: { status: 400, code: 'VALIDATION_ERROR' } });
  });
});
