/** The page's one way to ask the api. It reads, with the session of whoever logged in, and never writes. */
import type { components } from '../../api/client/schema.js';

export type Answer<N extends keyof components['schemas']> = components['schemas'][N];

/** Why an answer did not come, in words a person can use. */
export class Problem extends Error {
  constructor(
    /** 0 when no answer came at all. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which asking again makes sense. */
    readonly retrySeconds = 0,
  ) {
    super(message);
  }
}

const LONGEST_MS = 15_000;

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } }; // a proxy's page is no JSON
  return new Problem(response.status, body.error?.code ?? 'UNKNOWN', body.error?.message ?? `the api answered ${response.status}`, Number(response.headers.get('retry-after') ?? 0));
}

/** Sends whoever has no session to the login page, and back to where he was. */
export function logIn(): void {
  location.assign(`/login?next=${encodeURIComponent(`/${location.hash}`)}`);
}

/** @param also a status whose body is an answer too: an unhealthy farm tells how it is under 503. @throws Problem */
export async function ask<T>(path: string, signal?: AbortSignal, also?: number): Promise<T> {
  const late = AbortSignal.timeout(LONGEST_MS);
  const response = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin', signal: signal ? AbortSignal.any([signal, late]) : late }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Problem(0, 'UNREACHABLE', 'the api does not answer');
  });
  if (response.status === 401) logIn();
  if (!response.ok && response.status !== also) throw await problemOf(response);
  return (await response.json()) as T;
}
