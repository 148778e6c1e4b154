/**
 * An upstream that answers from the archive, when it answered then: a request is
 * known again by its identity, and its answer is judged and parsed as it was. What
 * nobody answered then is not answered now.
 */
import { StoreError, UpstreamError } from '#queues/errors.js';
import { unpacked } from '../archive/pack.js';
import type { ArchiveRepository } from '../store/index.js';
import type { AskedRow } from '../store/tables/archive.js';
import type { Upstream, UpstreamRequest } from '../upstream/client.js';
import { identityOf } from '../upstream/heard.js';
import type { Host } from '../upstream/host.js';
import type { HostName } from '../upstream/hosts.js';
import { bucketsOf } from '../upstream/rate-limit.js';
import { jsonOf, parsed, sampleOf, type RawAnswer } from '../upstream/transport.js';
import type { Timeline } from './timeline.js';

type Asked = Pick<AskedRow, 'host' | 'path' | 'query'>;
const LONGEST_PATH = 500;
const keyOf = ({ host, path, query }: Asked): string => `${host} ${path.slice(0, LONGEST_PATH)} ${JSON.stringify(query)}`;

export interface Then {
  timeline: Timeline;
  archive: Pick<ArchiveRepository, 'body'>;
  hosts: Readonly<Record<HostName, Host>>;
  /** Hosts that could be asked then. */
  askable: readonly string[];
  /** What the run asked, in the order in which it was answered. */
  asked: readonly AskedRow[];
}

const never = (what: string): Promise<never> => Promise.reject(new Error(`a replay cannot ${what}: no collector does`));

/** The largest cost one reservation could be granted: batches are cut by it. */
const burstOf = ({ budget }: Host): number => Math.floor(Math.min(Number.MAX_SAFE_INTEGER, ...bucketsOf(budget).map((b) => b.capacity)));

export function upstreamOfThen(then: Then): Upstream {
  const left = new Map<string, AskedRow[]>();
  for (const row of then.asked) left.set(keyOf(row), [...(left.get(keyOf(row)) ?? []), row]);
  const get = async <T>(request: UpstreamRequest<T>): Promise<{ body: T; receivedAt: Date } | null> => {
    const { answer, receivedAt } = await answerTo(request, left, then);
    return answer.status === 304 ? null : { body: parsed(request, answer), receivedAt };
  };
  const upstream: Upstream = {
    get: async (request) => (await get(request)) ?? never('get a 304 for a request without validators'),
    getIfChanged: async (request) => {
      const found = await get(request);
      return found && { ...found, keep: () => Promise.resolve() };
    },
    post: () => never('post'),
    missingKey: (host) => (then.askable.includes(host) ? undefined : 'its key'),
    reserve: () => Promise.resolve(),
    burst: (host) => burstOf(then.hosts[host]),
    sparing: () => upstream,
    report: () => Promise.resolve([]),
    close: () => undefined,
  };
  return upstream;
}

/** The next answer to the request, or the last of those that were no good where it was tried again. @throws UpstreamError as the live one did. */
async function answerTo(request: UpstreamRequest<unknown>, left: Map<string, AskedRow[]>, then: Then): Promise<{ answer: RawAnswer; receivedAt: Date }> {
  const host = then.hosts[request.host];
  const rows = left.get(keyOf(identityOf(request, host.secrets))) ?? [];
  let last = new UpstreamError('unavailable', `${request.path}: nobody answered`, { host: request.host });
  for (let row = rows.shift(); row; row = rows.shift()) {
    const answer = await then.timeline.during(answerOf(row, then.archive));
    await then.timeline.until(row.received_at.getTime());
    const complaint = answer.status === 304 ? null : host.judge(answer, row.received_at.getTime());
    if (!complaint) return { answer, receivedAt: row.received_at };
    const { fault, message, waitMs } = complaint;
    last = new UpstreamError(fault, `${request.path}: ${message}`, { host: request.host, status: answer.status, ...(waitMs === undefined ? {} : { waitMs }), sample: sampleOf(answer.text) });
    // Only of a host that was away is more than one answer to one question kept.
    if (fault !== 'unavailable') break;
  }
  throw last;
}

async function answerOf({ sha256, status, headers }: AskedRow, archive: Then['archive']): Promise<RawAnswer> {
  const kept = await archive.body(sha256);
  if (!kept || kept.packed_size === 0) throw new StoreError('permanent', `the answer ${sha256} was in the archive a moment ago: it was rolled off meanwhile`, 'ROLLED_OFF');
  const text = await unpacked(kept.body);
  return { status, header: (name) => headers[name], body: jsonOf(text), text };
}
