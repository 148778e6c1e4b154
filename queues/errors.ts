/**
 * The few ways in which work can fail. Each says what it knows; only
 * `workers/host/verdict.ts` decides what follows.
 */
export type UpstreamFault =
  /** The upstream asked us to wait (429, 418, error-in-200): nothing is wrong with the job. */
  | 'throttled'
  /** Timeout, refused connection, 5xx, open breaker: time may heal it. */
  | 'unavailable'
  /** 401, 403, 404, 451, bad parameters: asking again the same way is pointless. */
  | 'refused'
  /** The answer is not what the contract says: never retried, a sample is kept. */
  | 'malformed';

export interface UpstreamErrorFields {
  host: string;
  status?: number;
  /** How long the upstream asked us to wait, in farm milliseconds. */
  waitMs?: number;
  /** At most 2 KiB of the body, secrets removed. */
  sample?: string;
  cause?: unknown;
}

export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  constructor(
    readonly fault: UpstreamFault,
    message: string,
    readonly fields: UpstreamErrorFields,
  ) {
    super(`${fields.host}: ${message}`, { cause: fields.cause });
  }
}

/** A job payload or result that is not what this version of the code speaks. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** A MySQL failure; `transient` when the same statement may succeed later. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly kind: 'transient' | 'permanent',
    message: string,
    readonly code: string | undefined,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The process is draining: hand the job back, it costs no attempt. */
export class DrainError extends Error {
  override readonly name = 'DrainError';
  constructor() {
    super('the worker is draining');
  }
}

/** Bad configuration or flags: a list of problems a person can fix, exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`${problems.length} configuration problem${problems.length === 1 ? '' : 's'}:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** A process cannot start for a reason outside it, such as a port that is taken; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
