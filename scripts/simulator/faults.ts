/**
 * The fault plan: which answers are spoiled, how, and how often. Whether a rule
 * fires depends on the seed, the rule and a counter, so that a run can be
 * repeated. It decides only; transport.ts carries the spoiling out.
 */
import { z } from 'zod';
import { hostNames, type HostName } from '#workers/upstream/addresses.js';
import { streamKey, uniform } from './hash.js';
import { lieKinds } from './lies.js';

/** Players that are no hosts of the registry: the language model has addresses of its own. */
export const besides = ['ollama'] as const;
export type SimulatedHost = HostName | (typeof besides)[number];
export const hosts: readonly SimulatedHost[] = [...hostNames, ...besides];

export const faultKinds = ['rate-limit', 'server-error', 'timeout', 'slow', 'truncated', 'garbage', 'error-in-200', 'reset', 'html', ...lieKinds] as const;
export type FaultKind = (typeof faultKinds)[number];

const rule = z.strictObject({
  host: z.enum(hosts),
  kind: z.enum(faultKinds),
  /** Share of the calls that are spoiled, 0 to 1. */
  ratio: z.number().min(0).max(1),
  /** Only paths that contain this text. */
  path: z.string().min(1).optional(),
  /** Farm instant (ms, or ISO 8601 text) from which the rule sleeps. */
  until: z.union([z.number().int(), z.iso.datetime().transform((t) => Date.parse(t))]).optional(),
  /** How many calls it spoils at most. */
  limit: z.number().int().min(1).optional(),
});
export const faultPlan = z.array(rule);
export type FaultRule = z.infer<typeof rule>;

/**
 * Reads `HOST:KIND:RATIO[:LIMIT]`, several joined by commas.
 * @throws RangeError naming the part that is wrong and what is allowed.
 */
export function parseFaults(spec: string): FaultRule[] {
  return spec.split(',').filter((part) => part.trim() !== '').map((part) => {
    const [host, kind, ratio, limit, ...rest] = part.trim().split(':');
    const parsed = rule.safeParse({ host, kind, ratio: ratio ? Number(ratio) : undefined, ...(limit === undefined ? {} : { limit: Number(limit) }) });
    if (parsed.success && rest.length === 0) return parsed.data;
    throw new RangeError(`"${part.trim()}" is not a fault: HOST:KIND:RATIO[:LIMIT] with HOST ${hosts.join('|')}, KIND ${faultKinds.join('|')}, RATIO 0 to 1, LIMIT a whole number (example: binance:rate-limit:0.05)`);
  });
}

interface Armed {
  rule: FaultRule;
  key: number;
  seen: number;
  fired: number;
}

/** Rules that were added to a plan. */
export interface Added {
  /** Calls they have spoiled, also when the plan has been set anew since. */
  fired(): number;
  /** Takes them away; the others go on as they are. */
  end(): void;
}

export class FaultPlan {
  private armed: Armed[] = [];
  private added = 0;

  constructor(
    private readonly seed: number,
    rules: readonly FaultRule[] = [],
  ) {
    this.set(rules);
  }

  /** Replaces the whole plan and starts its counters anew. */
  set(rules: readonly FaultRule[]): void {
    this.armed = rules.map((r, i) => this.arm(r, i));
    this.added = rules.length;
  }

  /** Puts rules before those that are there, whose counters go on. */
  add(rules: readonly FaultRule[]): Added {
    const mine = rules.map((r) => this.arm(r, this.added++));
    this.armed = [...mine, ...this.armed];
    return {
      fired: () => mine.reduce((sum, { fired }) => sum + fired, 0),
      end: () => void (this.armed = this.armed.filter((a) => !mine.includes(a))),
    };
  }

  private arm(r: FaultRule, i: number): Armed {
    return { rule: r, key: streamKey(this.seed, `fault:${i}:${r.host}:${r.kind}`), seen: 0, fired: 0 };
  }

  clear(): void {
    this.armed = [];
  }

  get rules(): readonly (FaultRule & { fired: number })[] {
    return this.armed.map(({ rule: r, fired }) => ({ ...r, fired }));
  }

  /** The fault this call meets, or null; the first rule that fires wins. */
  next(host: SimulatedHost, path: string, nowMs: number): FaultKind | null {
    for (const a of this.armed) {
      const { rule: r } = a;
      if (r.host !== host || (r.path !== undefined && !path.includes(r.path))) continue;
      if ((r.until !== undefined && nowMs >= r.until) || a.fired >= (r.limit ?? Infinity)) continue;
      a.seen += 1;
      if (uniform(a.key, a.seen) >= r.ratio) continue;
      a.fired += 1;
      return r.kind;
    }
    return null;
  }
}
