import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Feature } from './feature.js';
import type { Store } from '../../store/index.js';
import { contextFor, FULL, seedMarket } from '../testing.js';
import { indicators } from '../indicators/run.js';
import { testWorker, type TestWorker } from '../../host/testing.js';
import { featureNames, features, type FeatureName, type FeatureValues } from './index.js';
import { loadInputs } from './load.js';
import { featureValues } from './row.js';
import { seedBeside } from './testing/beside-rows.js';
import { besideNames, type BesideName } from './views/index.js';
import { DAY, HOUR, MINUTE } from './views/view.js';

const symbols = ['BTC', 'ETH', 'SOL', 'XRP'];
const SLOT = Date.UTC(2026, 4, 14, 9, 5);

/** The same rows behind another door: nothing that a process remembers belongs to it. */
const justStarted = (store: Store): Store => ({ ...store, ohlc: { ...store.ohlc } });
const at = async (store: Store, slot: number): Promise<FeatureValues[]> => (await loadInputs(store, symbols, slot)).map(featureValues);
const readsOf = (name: FeatureName): readonly string[] => (features[name] as Feature).inputs;

describe('what became known after the slot', () => {
  let worker: TestWorker;
  let before: FeatureValues[];
  const compute = (): Promise<FeatureValues[]> => at(justStarted(worker.services.store), SLOT);
  const run = (sql: string) => worker.store.mysql.run({ table: 'test', sql });

  beforeAll(async () => {
    worker = await testWorker();
    const { store } = worker.services;
    await seedMarket(store, { symbols, endMs: SLOT, history: { ...FULL, '1d': 210 } });
    const payload = { v: 1 as const, slot: SLOT, chunk: 1, symbols, round: 0 };
    await indicators(payload, contextFor(worker.services, 'indicators', payload));
    await seedBeside(store, symbols, { fromMs: SLOT - 10 * DAY, toMs: SLOT, macroFromMs: SLOT - 520 * DAY });
    before = await compute();
  });
  afterAll(() => worker.cleanup());

  it('is all that is left to know: every feature has a value on some coin', () => {
    expect(featureNames.filter((name) => before.every((row) => row[name] === null))).toEqual([]);
  });

  it('changes no feature: later rows of every table, and late news of earlier instants', async () => {
    const { store } = worker.services;
    await seedBeside(store, symbols, { fromMs: SLOT + 1, toMs: SLOT + DAY, macroFromMs: SLOT - HOUR });
    const late = { available_at: new Date(SLOT + 1), ingested_at: new Date(SLOT + 1), data_source: 'sim:late' };
    const told = new Date(SLOT - 30 * MINUTE);
    await store.add('sentiment_data', ['MARKET', ...symbols].map((symbol) => ({ symbol, source: 'late', item_id: 'x', analyzed_at: told, model: 'kit', sentiment_score: -1, confidence: 1, label: null, market_type: 'crypto', ...late })));
    await store.add('macro_indicators', ['VIX', 'CPIAUCSL', 'FEAR_GREED'].map((series) => ({ series, period: new Date(Date.UTC(2026, 4, 13)), value: 999, unit: null, period_end: null, ...late })));
    await store.add('onchain_data', [{ symbol: 'BTC', metric: 'hash_rate', observed_at: told, value: 999, unit: null, chain: null, ...late }]);
    await store.add('market_regime', ['MARKET', ...symbols].map((symbol) => ({ symbol, timestamp: told, regime: 'bear', p_bull: 0, p_bear: 1, p_sideways: 0, p_high_volatility: 0, p_low_volatility: 0, inputs: {}, version: 1, ...late })));
    await seedMarket(store, { symbols, endMs: SLOT + DAY, snapshots: 12, fromMs: SLOT });
    const payload = { v: 1 as const, slot: SLOT + DAY, chunk: 1, symbols, round: 0 };
    await indicators(payload, contextFor(worker.services, 'indicators', payload));
    expect(await compute()).toEqual(before);
  });

  const tables: Record<BesideName | 'price', string[]> = {
    price: ['prices.price_data_real'],
    sentiment: ['prices.sentiment_data'],
    news: ['stock.news_articles'],
    social: ['prices.social_posts'],
    macro: ['prices.macro_indicators'],
    onchain: ['prices.onchain_data'],
    derivatives: ['prices.derivatives_data'],
    regime: ['prices.market_regime', 'prices.market_correlations', 'prices.chart_patterns', 'stock.news_narratives'],
  };
  it.each(['price', ...besideNames] as const)('is unknown at the slot: %s delayed beyond it leaves every feature that needs it without a value', async (source) => {
    const delay = async (sign: '+' | '-'): Promise<void> => {
      for (const table of tables[source]) {
        const [database, name] = table.split('.') as ['prices' | 'stock', string];
        await run(`UPDATE ${worker.store.databases[database]}.${name} SET available_at = available_at ${sign} INTERVAL 3 YEAR ORDER BY available_at ${sign === '+' ? 'DESC' : 'ASC'}`);
      }
    };
    await delay('+');
    const after = await compute();
    await delay('-');
    const needs = featureNames.filter((name) => {
      const ways = (features[name] as Feature).ways ?? [readsOf(name)];
      return ways.every((way) => way.some((input) => input.startsWith(`${source}.`)));
    });
    expect(needs.length).toBeGreaterThan(5);
    expect(needs.filter((name) => after.some((row) => row[name] !== null))).toEqual([]);
    const others = featureNames.filter((name) => !readsOf(name).some((input) => input.startsWith(`${source}.`)));
    expect(after.map((row) => others.map((name) => row[name]))).toEqual(before.map((row) => others.map((name) => row[name])));
  });
});

describe('fourteen days in which every source delivers', () => {
  const FROM = SLOT - 14 * DAY;
  const STEP = 65 * MINUTE;
  let worker: TestWorker;
  beforeAll(async () => {
    worker = await testWorker();
    const { store } = worker.services;
    const days = 14;
    await seedMarket(store, { symbols, endMs: SLOT, history: { '5m': days * 288 + 320, '1h': days * 24 + 240, '4h': days * 6 + 210, '1d': days + 210 }, snapshots: days * 288 });
    await seedBeside(store, symbols, { fromMs: SLOT - 24 * DAY, toMs: SLOT, macroFromMs: SLOT - 520 * DAY });
  }, 60_000);
  afterAll(() => worker.cleanup());

  /** Every column through the days, the indicators walking along as the chain does. */
  async function walk(): Promise<Map<FeatureName, (number | null)[]>> {
    const { store } = worker.services;
    const columns = new Map<FeatureName, (number | null)[]>(featureNames.map((name) => [name, []]));
    for (let slot = FROM; slot <= SLOT; slot += STEP) {
      const payload = { v: 1 as const, slot, chunk: 1, symbols, round: 0 };
      await indicators(payload, contextFor(worker.services, 'indicators', payload));
      for (const row of await at(store, slot)) for (const [name, values] of columns) values.push(row[name]);
    }
    return columns;
  }

  it('leave no column empty in more than one row of twenty, and no two alike', { timeout: 120_000 }, async () => {
    const columns = await walk();
    expect(columns.get('price')).toHaveLength(symbols.length * (Math.floor((SLOT - FROM) / STEP) + 1));
    const sparse = [...columns].flatMap(([name, values]) => {
      const filled = values.filter((v) => v !== null).length / values.length;
      return filled < 0.95 ? [`${name} ${filled.toFixed(2)}`] : [];
    });
    expect(sparse).toEqual([]);
    const names = [...columns.keys()];
    const alike = names.flatMap((a, i) => names.slice(i + 1).flatMap((b) => {
      const [x, y] = [columns.get(a) ?? [], columns.get(b) ?? []];
      return x.filter((v, k) => v === y[k]).length >= 0.99 * x.length ? [`${a} = ${b}`] : [];
    }));
    expect(alike).toEqual([]);
  });
});
