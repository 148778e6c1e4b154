/** `/api/v1/stats/…`. */
import { timeframes } from '#queues/timeframes.js';
import { z } from 'zod';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';
import { gaps, gapsAnswer, type GapsView } from '../views/gaps.js';
import { quality, qualityAnswer, type QualityView } from '../views/quality.js';
import { collectors, collectorsAnswer, coverage, coverageAnswer, coverageTables, type CoverageTable, type CoverageView } from '../views/stats.js';
import { gapDatasets, type GapDataset, type Timeframe } from '#workers/store/index.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { whole } from './question.js';

/** Counting a day of rows is work: one count serves everybody for a while. */
const KEPT_MS = 15_000;
const HOUR_MS = 3_600_000;

/** Answers of the last seconds by key: one count serves everybody. */
function kept<V>(count: (hours: number, key: string) => Promise<V>): (hours: number, key: string) => Promise<V> {
  const counted = new Map<string, { at: number; view: Promise<V> }>();
  return (hours, key) => {
    const known = counted.get(`${key}:${hours}`);
    if (known && stopwatchMs() - known.at < KEPT_MS) return known.view;
    const view = count(hours, key);
    view.catch(() => counted.delete(`${key}:${hours}`)); // the asker gets the error; the next one asks again
    counted.set(`${key}:${hours}`, { at: stopwatchMs(), view });
    return view;
  };
}

/** What comes every slot has no timeframe of its own. */
const timeframeOf = (dataset: GapDataset, timeframe: Timeframe): Timeframe => (dataset === 'ohlc' || dataset === 'technical_indicators' ? timeframe : '5m');

function gapsRoute(ctx: ApiContext): Route {
  const gapsOf = kept<GapsView>((hours, key) => {
    const [dataset, timeframe] = key.split(' ') as [GapDataset, Timeframe];
    return gaps(ctx.store, { dataset, timeframe, hours }, ctx.clock.nowMs());
  });
  return route({
    path: '/api/v1/stats/gaps',
    scope: 'read:stats',
    summary: 'Rows that should be stored and are not, per symbol: at the head, inside and at the tail, and what becomes of them',
    query: z.strictObject({ dataset: z.enum(gapDatasets).default('ohlc').describe('whose rows'), timeframe: z.enum(timeframes).default('5m').describe('length of the bars; features and prices come every five minutes'), hours: whole(1, 720).default(24).describe('how far back to look') }),
    response: gapsAnswer,
    answer: async ({ query, req, res }) => sendValue(req, res, { data: await gapsOf(query.hours, `${query.dataset} ${timeframeOf(query.dataset, query.timeframe)}`) }),
  });
}

export function statsRoutes(ctx: ApiContext): Route[] {
  const since = (hours: number): [number, number] => [ctx.clock.nowMs() - hours * HOUR_MS, ctx.clock.nowMs() + 1];
  const coverageOf = kept<CoverageView>((hours, table) => coverage(ctx.store, table as CoverageTable, ...since(hours)));
  const qualityOf = kept<QualityView>((hours) => quality(ctx.store, ...since(hours)));
  return [
    route({
      path: '/api/v1/stats/collectors',
      scope: 'read:stats',
      summary: 'Rows, newest row and freshness of every dataset',
      query: z.strictObject({}),
      response: collectorsAnswer,
      answer: async ({ req, res }) => sendValue(req, res, { data: await collectors(ctx.store, ctx.clock.nowMs()) }),
    }),
    route({
      path: '/api/v1/stats/coverage',
      scope: 'read:stats',
      summary: 'Share of known values per column',
      query: z.strictObject({ table: z.enum(coverageTables).optional().describe('only this one'), hours: whole(1, 168).default(24).describe('how far back to look') }),
      response: coverageAnswer,
      answer: async ({ query, req, res }) => {
        const tables = query.table ? [query.table] : coverageTables;
        sendValue(req, res, { data: await Promise.all(tables.map((t) => coverageOf(query.hours, t))) });
      },
    }),
    gapsRoute(ctx),
    route({
      path: '/api/v1/stats/quality',
      scope: 'read:stats',
      summary: 'How much of what is stored is believed, why the rest is not, and what was refused',
      query: z.strictObject({ hours: whole(1, 24).default(24).describe('how far back to look') }),
      response: qualityAnswer,
      answer: async ({ query, req, res }) => sendValue(req, res, { data: await qualityOf(query.hours, '') }),
    }),
  ];
}
