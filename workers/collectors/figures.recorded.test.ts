import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SourceName } from '#queues/sources.js';
import type { MacroRow, OnchainRow } from '../store/tables/signals.js';
import type { Call } from './collector.js';
import { plannedCall, push, REAL, recordedText, type Pushed } from './testing/recorded.js';

const have = existsSync(REAL);
if (!have) console.warn('skipped: recorded answers of ../shared/real-data are absent');
const NOW = new Date('2026-11-20T12:00:00Z');
const filesOf = (folder: string): string[] => (have ? readdirSync(new URL(folder, REAL), { withFileTypes: true }).filter((e) => e.isFile()).map((e) => `${folder}${e.name}`) : []);

/** Something was said about the body: rows, rejections, gaps or an error, each with its reason. */
function accounted(pushed: Pushed): number {
  if ('error' in pushed) return pushed.error.length;
  for (const { reason, sample } of pushed.rejected) expect({ reason: reason.length > 0, sample: sample.length > 0 }).toEqual({ reason: true, sample: true });
  for (const { reason } of pushed.missing) expect(reason).not.toBe('');
  for (const row of pushed.rows) expect(row.available_at.getTime()).toBeLessThanOrEqual(row.ingested_at.getTime());
  return pushed.rows.length + pushed.rejected.length + pushed.missing.length;
}
const rowsOf = <R>(pushed: Pushed): R[] => ('error' in pushed ? expect.unreachable(pushed.error) : (pushed.rows as R[]));
const call = (source: SourceName, wanted: Pick<Partial<Call>, 'item' | 'kind'>): Call => plannedCall(source, wanted, NOW.getTime());

interface Recorded { request?: { uri?: string; url?: string }; response: { bodyText?: string; bodyJson?: unknown; headers: { date?: string } } }
const recorded = (path: string): { text: string; at: Date; uri: string } => {
  const { request, response } = JSON.parse(recordedText(path)) as Recorded;
  return { text: response.bodyText ?? JSON.stringify(response.bodyJson), at: new Date(response.headers.date ?? NOW), uri: request?.uri ?? request?.url ?? '' };
};

describe('recorded answers of FRED', () => {
  it.skipIf(!have).each(filesOf('fred/recorded/'))('%s', (path) => {
    const { text, at, uri } = recorded(path);
    const pushed = push('macro-fred', call('macro-fred', { item: uri.includes('CPILFESL') ? 'CPIAUCSL' : 'GDPC1' }), { text, at });
    expect(accounted(pushed)).toBeGreaterThan(0);
    if (!uri.includes('/series/observations')) return expect(pushed).toHaveProperty('error', expect.stringContaining('malformed'));
    const body = JSON.parse(text) as { observations: { date: string; value: string }[] };
    const kept = body.observations.filter((o) => o.date >= '2009');
    expect(rowsOf<MacroRow>(pushed).map((r) => r.value)).toEqual(kept.map((o) => (o.value === '.' ? null : Number(o.value))));
    expect('error' in pushed ? 0 : pushed.rejected.length).toBe(body.observations.length - kept.length);
  });

  it.skipIf(!have).each(filesOf('fred/csv/').filter((f) => f.endsWith('.csv.gz')))('%s, as observations', (path) => {
    const lines = recordedText(path).trim().split('\n').slice(1).map((l) => l.split(',') as [string, string]);
    const observations = lines.map(([date, value]) => ({ realtime_start: date, realtime_end: '9999-12-31', date, value: value.trim() === '' ? '.' : value.trim() }));
    const pushed = push('macro-fred', call('macro-fred', { item: 'WALCL' }), { text: JSON.stringify({ observations }), at: NOW });
    expect('error' in pushed ? 0 : pushed.rows.length + pushed.rejected.length).toBe(lines.length);
  });
});

describe('recorded answers of Yahoo', () => {
  it.skipIf(!have).each(filesOf('yahoo/recorded/'))('%s', (path) => {
    const { text, at } = recorded(path);
    const pushed = push('market-yahoo', call('market-yahoo', { item: 'SPY' }), { text, at });
    expect(accounted(pushed)).toBeGreaterThan(0);
    if (!text.includes('"chart"')) return expect(pushed).toHaveProperty('error', expect.stringContaining('malformed'));
    const body = JSON.parse(text) as { chart: { result: { timestamp?: number[] }[] } };
    // Pushed as a fund: what is no fund's price, a bitcoin's, is refused by its range.
    const sessions = body.chart.result[0]?.timestamp?.length ?? 0;
    expect('error' in pushed ? pushed.error : pushed.rows.length + pushed.rejected.length).toBe(sessions);
    expect('error' in pushed ? [] : pushed.rejected).toHaveLength(path.includes('BTC-USD') ? sessions : 0);
  });

  it.skipIf(!have)('lose their float noise and keep what a split divided', () => {
    const closes = (file: string): (number | null)[] => rowsOf<MacroRow>(push('market-yahoo', call('market-yahoo', { item: 'SPY' }), recorded(`yahoo/recorded/${file}`))).map((r) => r.value);
    expect(closes('chart-WSU.DE-2023-08-04-to-2023-08-09.json')).toEqual([34.45, 34, 33.2]);
    expect(closes('historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.csv.json').slice(0, 3)).toEqual([13.237, 13.55675, 13.5305]);
  });

  it.skipIf(!have).each([['vix', 'macro-yahoo', 'VIX'], ['gld', 'market-yahoo', 'GLD'], ['hyg', 'market-yahoo', 'HYG'], ['qqq', 'market-yahoo', 'QQQ'], ['spy', 'market-yahoo', 'SPY'], ['tlt', 'market-yahoo', 'TLT'], ['uup', 'market-yahoo', 'UUP'], ['usdjpy', 'market-yahoo', 'USDJPY']] as const)('of %s over decades: a row for each session since 2009', (file, source, item) => {
    const lines = recordedText(`macro-yahoo-daily/${file}.csv.gz`).trim().split('\n').slice(1).map((l) => l.split(','));
    const zone = 'America/New_York';
    const result = { meta: { exchangeTimezoneName: zone }, timestamp: lines.map((l) => Date.parse(`${l[0]}T15:00:00Z`) / 1_000), indicators: { quote: [{ close: lines.map((l) => Number(l[4])) }] } };
    const rows = rowsOf<MacroRow>(push(source, call(source, { item }), { text: JSON.stringify({ chart: { result: [result], error: null } }), at: NOW }));
    expect(rows.map((r) => r.period.toISOString().slice(0, 10))).toEqual(lines.map((l) => l[0]).filter((d) => (d as string) >= '2009'));
  });
});

describe('recorded answers of alternative.me', () => {
  it.skipIf(!have).each([['fng.2026-07-09.39fa8ab.json', 22, 20], ['fng.2026-07-11.956afd0.json', 26, 23]])('%s', (file, ...values) => {
    const rows = rowsOf<MacroRow>(push('fear-greed', call('fear-greed', {}), { text: recordedText(`alternative-me/${file}`), at: NOW }));
    expect(rows.map((r) => r.value)).toEqual(values);
    expect(rows.every((r) => r.available_at.getTime() === r.period.getTime())).toBe(true);
  });

  it.skipIf(!have)('in mixed notations of the date: each of them is a row', () => {
    const lines = recordedText('alternative-me/fear_greed_index_history_mixed_formats.csv.gz').trim().split('\n').slice(1);
    const data = lines.map((line) => line.trim().split(',')).map(([value, , timestamp]) => ({ value, timestamp }));
    const pushed = push('fear-greed', call('fear-greed', {}), { text: JSON.stringify({ data, metadata: { error: null } }), at: NOW });
    expect(rowsOf(pushed)).toHaveLength(lines.length);
  });
});

describe('recorded answers of on-chain hosts', () => {
  const figures = (kind: string, text: string, item?: string): Record<string, number | null> =>
    Object.fromEntries(rowsOf<OnchainRow>(push('onchain', call('onchain', { kind, ...(item ? { item } : {}) }), { text, at: NOW })).map((r) => [`${r.symbol} ${r.metric}`, r.value]));
  const bare = (file: string): string => recordedText(`mempool-space/docs-samples/${file}`).replace(/^.*\n/, '').replace(/^(\s*)(\w+):/gm, '$1"$2":');

  it.skipIf(!have)('blockchain.info in 2016, in units of the registry', () => {
    expect(figures('stats', recordedText('blockchain-info/stats_2016-09-16.json'))).toMatchObject({ 'BTC hash_rate': 1.8410989266292908e18, 'BTC supply': 15_876_225, 'BTC mined_btc': 2_050, 'BTC fees_btc': 60.73543165, 'BTC tx_count': 233_805 });
    expect(Object.keys(figures('chart', recordedText('blockchain-info/charts_market-price_2021.json'), 'tx_count_daily'))).toHaveLength(1);
  });

  it.skipIf(!have)('a cut off answer of blockchain.info is malformed', () => {
    expect(push('onchain', call('onchain', { kind: 'stats' }), { text: recordedText('blockchain-info/stats_2026-06_truncated.txt'), at: NOW })).toHaveProperty('error', expect.stringContaining('malformed'));
  });

  it.skipIf(!have)('the documented ones of mempool.space', () => {
    expect(figures('fees', bare('get-recommended-fees.txt'))).toEqual({ 'BTC fee_fast': 1, 'BTC fee_half_hour': 1, 'BTC fee_hour': 1 });
    expect(figures('mempool', bare('get-mempool.txt'))).toEqual({ 'BTC mempool_count': 3_169, 'BTC mempool_vsize': 1_891_542, 'BTC mempool_fees_btc': 0.20317481 });
    expect(figures('adjustment', bare('get-difficulty-adjustment.txt'))['BTC difficulty_change']).toBeCloseTo(98.459, 3);
    expect(figures('hashrate', bare('get-hashrate.txt'))).toEqual({ 'BTC hash_rate_daily': 189_877_203_506_913_000_000, 'BTC difficulty': 31_251_101_365_711.12 });
  });

  it.skipIf(!have).each(filesOf('mempool-space/').concat(filesOf('mempool-space/docs-samples/')))('%s, wherever it is pushed', (path) => {
    for (const kind of ['fees', 'mempool', 'hashrate', 'adjustment', 'height', 'stats']) accounted(push('onchain', call('onchain', { kind }), { text: recordedText(path), at: NOW }));
  });

  it.skipIf(!have).each(filesOf('etherscan/standard/').concat(filesOf('etherscan/pro/')))('%s, wherever it is pushed', (path) => {
    const text = JSON.stringify({ status: '1', message: 'OK', result: (JSON.parse(recordedText(path)) as { res: unknown }).res });
    for (const kind of ['gas', 'supply']) expect(accounted(push('onchain', call('onchain', { kind }), { text, at: NOW }))).toBeGreaterThan(0);
  });

  it.skipIf(!have)('the gas oracle and the supply of Etherscan', () => {
    const text = (file: string) => JSON.stringify({ status: '1', message: 'OK', result: (JSON.parse(recordedText(`etherscan/standard/${file}.json`)) as { res: unknown }).res });
    expect(figures('gas', text('get_gas_oracle'))).toEqual({ 'ETH gas_safe': 62, 'ETH gas_propose': 82, 'ETH gas_fast': 89 });
    expect(figures('supply', text('get_total_eth_supply'))['ETH supply']).toBeCloseTo(113_192_200.624, 3);
  });

  it.skipIf(!have)('DefiLlama in July 2026', () => {
    expect(figures('dexs', recordedText('defillama/dexs.2026-07-09.39fa8ab.json.gz'))).toEqual({ 'MARKET dex_volume_24h': 7_921_139_942 });
    const stables = figures('stablecoins', recordedText('defillama/stables.2026-07-09.39fa8ab.json.gz'));
    expect(stables).toMatchObject({ 'USDT stablecoin_supply': 183_284_099_661.94125, 'USDC stablecoin_supply': 73_320_618_121.17139 });
    expect(stables['MARKET stablecoin_supply']).toBeCloseTo(309_760_820_979.63, 0);
    accounted(push('onchain', call('onchain', { kind: 'dexs' }), { text: recordedText('defillama/fees.2026-07-09.39fa8ab.json.gz'), at: NOW }));
  });
});

describe('recorded answers of Alpha Vantage', () => {
  it.skipIf(!have).each(filesOf('alpha-vantage/'))('%s: nothing that is no daily series becomes a row', (path) => {
    const pushed = push('alpha-vantage', call('alpha-vantage', { item: 'COIN' }), { text: recordedText(path), at: NOW });
    expect(accounted(pushed)).toBeGreaterThan(0);
    expect('error' in pushed ? [] : pushed.rows).toEqual([]);
  });
});
