/**
 * What the api costs over its bare parts: the two hot reads with keys and limits
 * on, against express's `res.json` of the same bodies, and a price over GraphQL
 * against a bare apollo-server-express resolver; each bare part in a process of
 * its own, in turns, 50 connections each.
 */
import { spawn } from 'node:child_process';
import autocannon from 'autocannon';
import { slotAt } from '#queues/slot.js';
import { systemClock } from '#queues/runtime/clock.js';
import type { Services } from '#workers/context.js';
import { featureNames, type FeatureValues } from '#workers/processors/features/index.js';
import { featureRow } from '#workers/store/tables/features.js';
import { assetRows } from '../assets.js';
import { randomSecret } from '../provision/secret.js';
import { startApi } from './api-process.js';
import type { Bench, Figure, Ratio, Report } from './figures.js';
import { farmServices } from './farm-services.js';
import { memoryLine, memoryOf } from './memory.js';
import { withServices, type BenchServices } from './services.js';

const SECONDS = 4;
const CONNECTIONS = 50;
const NOWHERE = { SIMULATOR_URL: 'http://127.0.0.1:9' };

/** A question, how it is asked, and the bare part that answers the same. */
interface Question {
  name: string;
  path: string;
  /** A POST where it has one. */
  body?: string;
  bare: { name: string; script: string; of(answer: string): string };
}
const express = { name: 'bare express res.json', script: 'dist/scripts/bench/bare-express.js', of: (answer: string) => answer };
const apollo = { name: 'bare apollo-server-express resolver', script: 'dist/scripts/bench/bare-apollo.js', of: (answer: string) => JSON.stringify((JSON.parse(answer) as { data: { currentPrice: unknown } }).data.currentPrice) };
const questions: readonly Question[] = [
  { name: 'prices/current/BTC', path: '/api/v1/prices/current/BTC', bare: express },
  { name: 'ml-features/BTC/current', path: '/api/v1/ml-features/BTC/current', bare: express },
  { name: 'GraphQL currentPrice', path: '/graphql', body: JSON.stringify({ query: '{ currentPrice(symbol: "BTC") { symbol price timestamp } }' }), bare: apollo },
];

/** A price and a feature row of now, as the chain stores them. */
async function seed({ store }: Services): Promise<void> {
  const now = systemClock.now();
  const slot = new Date(slotAt(now.getTime(), '5m'));
  await store.assets.upsert(assetRows(3, 'sim:bench', now));
  const known = { available_at: slot, ingested_at: now };
  await store.prices.insert([
    { symbol: 'BTC', slot, data_source: 'sim:coingecko', coin_id: 'bitcoin', name: 'Bitcoin', quote_currency: 'usd', current_price: 64_039.12, market_cap: 1_284_523_645_172, market_cap_rank: 1, volume_24h: 32_019_976_824, price_change_24h: 412.5, price_change_percentage_24h: 0.648, high_24h: 64_387, low_24h: 62_815, open_24h: 63_626.62, circulating_supply: 20_053_312, last_updated: slot, collected_at: now, quality: 'ok', quality_score: null, quality_reasons: null, ...known },
  ]);
  const values = Object.fromEntries(featureNames.map((name, i) => [name, Math.sin(i) * 10 ** ((i % 9) - 4)])) as FeatureValues;
  await store.features.upsert([featureRow({ symbol: 'BTC', timestamp: slot, feature_version: 1, fill_ratio: 1, data_quality_score: 1, lineage: {}, job_id: 'features.bench.c1', data_source: 'sim:features', ...known }, values)]);
}

/** @returns the URL of a bare server that answers with what it is handed. */
function startBare(b: BenchServices, { script, name }: Question['bare'], body: string): Promise<string> {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env: b.env });
  b.closers.add(name, () => void child.kill());
  child.stdin.end(body);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.stdout.once('data', (port: Buffer) => resolve(`http://127.0.0.1:${port.toString().trim()}`));
  });
}

const asked = ({ body }: Question, headers: Record<string, string>) => (body === undefined ? { headers } : { headers: { ...headers, 'content-type': 'application/json' }, method: 'POST' as const, body });

/** @returns answers per second. @throws Error when any answer was not a 200. */
async function load(url: string, q: Question, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, ...asked(q, headers) });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  return result['2xx'] / result.duration;
}

interface Measured {
  figures: Figure[];
  ratio: Ratio;
}

async function measure(b: BenchServices, q: Question, at: { api: string; headers: Record<string, string>; runs: number; progress(line: string): void }): Promise<Measured> {
  const answer = await fetch(at.api + q.path, asked(q, at.headers));
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${q.path} answered ${answer.status}: ${body.slice(0, 200)}`);
  const bare = await startBare(b, q.bare, q.bare.of(body));
  const rates: { bare: number[]; ours: number[] } = { bare: [], ours: [] };
  for (let run = 0; run <= at.runs; run++) {
    at.progress(`${q.name}: ${run === 0 ? 'warming up' : `pair ${run} of ${at.runs}`}`);
    for (const side of run % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
      const rate = await load((side === 'bare' ? bare : at.api) + q.path, q, at.headers);
      if (run > 0) rates[side].push(rate);
    }
  }
  return {
    figures: [
      { name: `${q.name}: ${q.bare.name} (${body.length} bytes)`, unit: 'answers/s', samples: rates.bare },
      { name: `${q.name}: our api, key and limit checked`, unit: 'answers/s', samples: rates.ours },
    ],
    ratio: { name: `${q.name}: ours / bare, pair by pair`, samples: rates.ours.map((rate, i) => rate / (rates.bare[i] as number)), goal: '≥ 1' },
  };
}

export const api: Bench = ({ runs, progress }) =>
  withServices(async (b): Promise<Report> => {
    await seed(farmServices(b, systemClock, NOWHERE));
    const keys = { API_KEY_MASTER: randomSecret(), API_KEY_TRADING: randomSecret(), API_KEY_READONLY: randomSecret(), JWT_SECRET_KEY: randomSecret() };
    const { url, pid } = await startApi(b, keys);
    const measured: Measured[] = [];
    for (const q of questions) measured.push(await measure(b, q, { api: url, headers: { authorization: `Bearer ${keys.API_KEY_TRADING}` }, runs, progress }));
    return {
      bench: `api: ${CONNECTIONS} connections, ${SECONDS} s a run, one process each, client in another`,
      figures: measured.flatMap((m) => m.figures),
      ratios: measured.map((m) => m.ratio),
      notes: [memoryLine('api', memoryOf(pid))],
    };
  });
