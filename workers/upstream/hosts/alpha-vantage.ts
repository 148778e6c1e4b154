/**
 * Alpha Vantage. The key goes in the query. It never answers 429; under status 200:
 *   {"Note":"… Our standard API call frequency is 5 calls per minute and 500 calls per day. …"}
 *   {"Information":"… our standard API rate limit is 25 requests per day. …"}
 *   {"Error Message":"Invalid API call. …"}
 * The count of a day begins anew at midnight UTC as far as anybody knows.
 */
import type { Answer, Complaint, HostMaker } from '../host.js';
import { inItsWords, judgeStatus, property, throttled } from '../judge.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

export const alphaVantage: HostMaker = ({ ALPHA_VANTAGE_API_KEY: key }, { baseUrl, budget }) => ({
  baseUrl,
  budget,
  headers: {},
  ...(key ? { query: { apikey: key } } : {}),
  secrets: key ? [key] : [],
  ...(key ? {} : { missingKey: 'ALPHA_VANTAGE_API_KEY' }),
  judge,
});

const SOONER = /per (minute|second)/i;
const DAILY = /per day|daily/i;

/** A limit of the minute is over in a minute even where the words name the day's too. */
function waitMs(words: string, nowMs: number): number | undefined {
  if (SOONER.test(words)) return MINUTE;
  return DAILY.test(words) ? DAY - (nowMs % DAY) : undefined;
}

function judge(answer: Answer, nowMs: number): Complaint | null {
  const [note, error] = [['Note', 'Information'], ['Error Message']].map((names) => names.map((name) => property(answer.body, name)).find((w) => typeof w === 'string') as string | undefined);
  const byStatus = inItsWords(judgeStatus(answer, nowMs), note ?? error);
  if (byStatus) return byStatus;
  if (error) return { fault: 'refused', message: `error in a 200 answer: ${error.slice(0, 200)}` };
  if (!note) return null;
  const wait = waitMs(note, nowMs);
  if (wait !== undefined || /rate limit|call frequency|spreading out/i.test(note)) return throttled(answer, nowMs, note.slice(0, 200), wait ?? MINUTE);
  return { fault: 'refused', message: `error in a 200 answer: ${note.slice(0, 200)}` };
}
