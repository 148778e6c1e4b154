/** What a route answers, before faults and transport: status, headers, body text. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
  /** How the body becomes bytes; UTF-8 when left out. */
  encoding?: 'latin1';
}

/** One call as a route sees it. Times are farm milliseconds. */
export interface Call {
  /** Path below the host's prefix, such as `/api/v3/klines`. */
  path: string;
  query: URLSearchParams;
  nowMs: number;
  method: 'GET' | 'POST';
  /** Request headers, names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What was posted; empty for a GET. */
  posted: string;
}

export const json = (status: number, value: unknown, headers?: Record<string, string>): Answer => ({ status, body: JSON.stringify(value), ...(headers ? { headers } : {}) });
