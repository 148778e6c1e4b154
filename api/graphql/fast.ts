/**
 * A hot question over GraphQL, answered before express sees it: when these very
 * bytes were asked before and answered whole, what was answered is current, the
 * key is good and its lease has a request left, the kept bytes leave at once. In
 * every other case express gets the request, with the body that was read for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { limitHeaders } from '../auth/limits.js';
import type { ApiContext } from '../context.js';
import { ApiError } from '../errors.js';
import { admitHot } from '../hot.js';
import { requestIdOf, SAFE_HEADERS } from '../rest/begin.js';
import { JSON_TYPE } from '../rest/reply.js';
import type { Plan } from './hot.js';

interface Known {
  plan: Plan;
  /** Under which the answer is kept. */
  key: string;
}

const MOST_KNOWN = 2_000;
/** A longer question is nobody's hot path, and is left to express unread. */
const LONGEST_BODY = 4_096;

export class FastQuestions {
  private readonly known = new Map<string, Known>();
  private readonly read = new WeakMap<IncomingMessage, string>();
  constructor(
    private readonly ctx: Pick<ApiContext, 'answers' | 'keys' | 'limits' | 'metrics'>,
    private readonly path: string,
  ) {}

  /** This request's question has just been answered with what is kept under `key`. */
  remember(req: Request, plan: Plan, key: string): void {
    const text = this.read.get(req);
    if (text === undefined || this.known.has(text)) return;
    this.known.set(text, { plan, key });
    if (this.known.size > MOST_KNOWN) this.known.delete(this.known.keys().next().value as string);
  }

  /** Takes the request on where it may be a hot one; `otherwise` goes on with it. False: it is none of ours. */
  answer(req: IncomingMessage, res: ServerResponse, otherwise: () => void): boolean {
    const { headers } = req;
    const length = Number(headers['content-length']);
    // A page of another origin needs CORS headers, which express adds.
    const mayBeHot = req.method === 'POST' && req.url === this.path && headers.origin === undefined && headers['content-type'] === 'application/json' && headers['content-encoding'] === undefined && length > 0 && length <= LONGEST_BODY;
    if (!mayBeHot) return false;
    const startedMs = stopwatchMs();
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => void chunks.push(chunk));
    req.once('end', () => {
      const text = Buffer.concat(chunks).toString();
      if (this.send(req, res, text, startedMs)) return;
      this.read.set(req, text);
      otherwise();
    });
    return true;
  }

  /** Instead of express's parser, for a body that has been read already. */
  readonly parse: RequestHandler = (req, _res, next) => {
    const text = this.read.get(req);
    if (text === undefined) return next();
    try {
      req.body = JSON.parse(text) as unknown;
    } catch {
      throw new ApiError('VALIDATION_ERROR', 'the body is not valid JSON');
    }
    (req as Request & { _body?: boolean })._body = true; // body-parser's own mark of a body that is parsed
    next();
  };

  private send(req: IncomingMessage, res: ServerResponse, text: string, startedMs: number): boolean {
    const known = this.known.get(text);
    const held = known && this.ctx.answers.held(known.plan.kind, known.key);
    const allowance = held && admitHot(this.ctx, req, known.plan.scope);
    if (!allowance) return false;
    res.writeHead(200, { ...SAFE_HEADERS, ...limitHeaders(allowance), 'X-Request-Id': requestIdOf(req), 'Cache-Control': 'no-store', 'Content-Type': JSON_TYPE, 'Content-Length': held.body.length }).end(held.body);
    this.ctx.metrics.cacheHits.inc({ cache_type: known.plan.kind.name });
    this.ctx.metrics.apiRequests.inc({ endpoint: this.path, method: 'POST', status: '200' });
    this.ctx.metrics.apiDuration.observe({ endpoint: this.path }, (stopwatchMs() - startedMs) / 1_000);
    return true;
  }
}
