/** `/api/v1/stats/…`. */
import { z } from 'zod';
import { stopwatchMs } from '#queues/runtime/clock.js';
import type { ApiContext } from '../context.js';
import { collectors, coverage, coverageTables, type CoverageTable, type CoverageView } from '../views/stats.js';
import { sendValue } from './reply.js';
import { route, type Route } from './route.js';
import { whole } from './question.js';

/** Counting a day of rows is work: one count serves everybody for a while. */
const KEPT_MS = 15_000;
const HOUR_MS = 3_600_000;

export function statsRoutes(ctx: ApiContext): Route[] {
  const counted = new Map<string, { at: number; view: Promise<CoverageView> }>();
  const coverageOf = (table: CoverageTable, hours: number): Promise<CoverageView> => {
    const key = `${table}:${hours}`;
    const known = counted.get(key);
    if (known && stopwatchMs() - known.at < KEPT_MS) return known.view;
    const nowMs = ctx.clock.nowMs();
    const view = coverage(ctx.store, table, nowMs - hours * HOUR_MS, nowMs + 1);
    view.catch(() => counted.delete(key)); // the asker gets the error; the next one asks again
    counted.set(key, { at: stopwatchMs(), view });
    return view;
  };
  return [
    route({
      path: '/api/v1/stats/collectors',
      scope: 'read:stats',
      summary: 'Rows, newest row and freshness of every dataset',
      query: z.strictObject({}),
      answer: async ({ req, res }) => sendValue(req, res, { data: await collectors(ctx.store, ctx.clock.nowMs()) }),
    }),
    route({
      path: '/api/v1/stats/coverage',
      scope: 'read:stats',
      summary: 'Share of known values per column',
      query: z.strictObject({ table: z.enum(coverageTables).optional(), hours: whole(1, 168).default(24) }),
      answer: async ({ query, req, res }) => {
        const tables = query.table ? [query.table] : coverageTables;
        sendValue(req, res, { data: await Promise.all(tables.map((t) => coverageOf(t, query.hours))) });
      },
    }),
  ];
}
