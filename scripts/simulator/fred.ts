/**
 * FRED as far as the farm asks it: observations with their real-time periods cut
 * off at the window asked for, everything as text, "." for what was not measured,
 * XML unless JSON is asked for, and every refusal a 400 with its reason.
 */
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import type { Economy } from './economy.js';
import { DAY } from './intervals.js';
import { EPOCH_MS } from './latent.js';
import { isDaily, isPublished, periods, vintages } from './releases.js';

const FOREVER = '9999-12-31';
const MOST_VINTAGE_DAYS = 2_000;
const refusal = (words: string): Answer => json(400, { error_code: 400, error_message: `Bad Request.  ${words}` });
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export class Fred {
  constructor(private readonly economy: Economy) {}

  answer({ path, query, nowMs }: Call): Answer | null {
    if (path !== '/fred/series/observations') return null;
    const key = query.get('api_key');
    if (key === null) return refusal('Variable api_key is not set.  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.');
    if (key.length < 8) return refusal('The value for variable api_key is not registered.  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.');
    const id = query.get('series_id') ?? '';
    if (!isPublished(id)) return refusal('The series does not exist.');
    if (query.get('file_type') !== 'json') return { status: 200, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: '<?xml version="1.0" encoding="utf-8" ?>\n<observations count="0"></observations>' };
    return this.observations(id, query, nowMs);
  }

  private observations(id: string, query: URLSearchParams, nowMs: number): Answer {
    const today = text(nowMs);
    const [start, end] = [query.get('realtime_start') ?? today, query.get('realtime_end') ?? query.get('realtime_start') ?? today];
    const first = query.get('observation_start') ?? '1600-01-01';
    const from = Math.max(EPOCH_MS, dayMs(first));
    const days = (Math.min(nowMs, dayMs(end)) - Math.max(EPOCH_MS, dayMs(start))) / DAY;
    if (isDaily(id) && (days * 5) / 7 > MOST_VINTAGE_DAYS) return refusal(`The series has more than ${MOST_VINTAGE_DAYS} vintage dates in the real-time period.`);
    const observations = periods(id, from, nowMs).flatMap((period) => this.rows(id, period, { start, end, nowMs }));
    return json(200, { realtime_start: start, realtime_end: end, observation_start: first, observation_end: FOREVER, units: 'lin', output_type: 1, file_type: 'json', order_by: 'observation_date', sort_order: 'asc', count: observations.length, offset: 0, limit: 100_000, observations });
  }

  /** One row for each vintage whose real-time period meets the window. */
  private rows(id: string, period: number, { start, end, nowMs }: { start: string; end: string; nowMs: number }): object[] {
    const known = vintages(this.economy, id, period, nowMs);
    return known.flatMap(({ publishedMs, value }, i) => {
      const next = known[i + 1];
      const [from, to] = [text(publishedMs), next ? text(next.publishedMs - DAY) : FOREVER];
      if (from > end || to < start) return [];
      return [{ realtime_start: from < start ? start : from, realtime_end: to > end ? end : to, date: text(period), value: value === null ? '.' : String(value) }];
    });
  }
}
