/**
 * Tells somebody outside of an incident: one POST of JSON to ALERT_WEBHOOK_URL,
 * tried again with growing pauses. The address may carry a token, so it is in no
 * message; a redirect is not followed, it would carry the token along.
 */
import axios, { AxiosError } from 'axios';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import type { Incident } from './incidents.js';

/** What is posted; `since` is ISO 8601 UTC. */
export interface Alert {
  dataset: string;
  state: 'late' | 'back';
  since: string;
  reason: string;
}
export type Tell = (alert: Alert) => Promise<void>;

const TIMEOUT_MS = 5_000;
const ATTEMPTS = 3;
const MOST_BYTES = 64 * 1_024;

export const alertOf = ({ dataset, state, since, reason }: Incident): Alert => ({ dataset, state: state === 'back' ? 'back' : 'late', since: new Date(since).toISOString(), reason });

/** Says what went wrong and never where. */
function withoutAddress(error: unknown): Error {
  if (!(error instanceof AxiosError)) return new Error('the webhook could not be called');
  return new Error(error.response ? `the webhook answered ${error.response.status}` : `the webhook did not answer (${error.code ?? 'no reason given'})`);
}

/** @returns a function that rejects, without the address in its words, once every attempt has failed. */
export function createWebhook(url: string, firstPauseMs = 1_000): Tell {
  const again = retry(handleAll, { maxAttempts: ATTEMPTS - 1, backoff: new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: 10_000 }) });
  const post = (alert: Alert): Promise<unknown> =>
    axios.post(url, alert, { timeout: TIMEOUT_MS, signal: AbortSignal.timeout(TIMEOUT_MS), maxRedirects: 0, maxContentLength: MOST_BYTES, headers: { 'User-Agent': 'crypto-data-farm' }, validateStatus: (s) => s >= 200 && s < 300 });
  return async (alert) => {
    try {
      await again.execute(() => post(alert));
    } catch (error) {
      throw withoutAddress(error);
    }
  };
}
