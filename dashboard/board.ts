/**
 * Bull Board over the topology: a queue listed there appears here by itself.
 * Knows nothing of keys; whoever mounts it hands in the guards. What moves jobs is
 * PUT, POST or PATCH there, so the method says which guard a request meets; behind
 * it stand two boards, since Bull Board is read only as a whole or not at all.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { RequestHandler, Response } from 'express';
import { queueNames, queues } from '#queues/topology.js';
import type { Producer } from '#queues/producer.js';

/** The path a browser sees: Bull Board builds its links from it, so it cannot be told later. */
export const BOARD_PATH = '/admin/queues';

/** Inline styles are Bull Board's own; its scripts are files of this site. */
export const BOARD_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";

type Render = (path: string, options: object, done: (error: unknown, html?: string) => void) => void;
/** Bull Board's page asks a foreign host for its fonts; the farm's pages ask nobody. */
const FOREIGN_LINK = /<link[^>]+href="https?:\/\/[^>]*>\s*/g;

function withoutForeignLinks(adapter: ExpressAdapter): void {
  const app = adapter.getRouter() as { engines: Record<string, Render>; engine(ext: string, render: Render): void };
  const render = app.engines['.ejs'];
  if (!render) throw new Error('Bull Board renders its page in another way now: look for the links to foreign hosts again');
  app.engine('ejs', (path, options, done) => render(path, options, (error, html) => done(error, html?.replace(FOREIGN_LINK, ''))));
}

/** One board. Read only, it shows no button and its routes refuse every action. */
function boardOf(producer: Pick<Producer, 'queue'>, readOnlyMode: boolean): RequestHandler {
  const adapter = new ExpressAdapter().setBasePath(BOARD_PATH);
  const adapters = queueNames.map((name) => new BullMQAdapter(producer.queue(name), { readOnlyMode, description: `drained by the ${queues[name].pool} pool` }));
  createBullBoard({
    queues: adapters,
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: readOnlyMode ? 'Crypto data farm (read only)' : 'Crypto data farm', hideRedisDetails: true, showWorkers: false, pollingInterval: { showSetting: true } } },
  });
  withoutForeignLinks(adapter);
  return adapter.getRouter() as RequestHandler;
}

export interface BoardGuards {
  /** Lets through who may see the queues; answers everybody else. */
  see: RequestHandler;
  /** Lets through who may move jobs; answers everybody else. */
  act: RequestHandler;
  /** Of whom `see` has let through: may he move jobs? */
  mayAct(res: Response): boolean;
}

const SAFE = new Set(['GET', 'HEAD']);

/** Handlers for `BOARD_PATH`: the guard that the method asks for, then the board of whoever passed. */
export function board(producer: Pick<Producer, 'queue'>, { see, act, mayAct }: BoardGuards): RequestHandler[] {
  const [acting, reading] = [boardOf(producer, false), boardOf(producer, true)];
  return [(req, res, next) => void (SAFE.has(req.method) ? see : act)(req, res, next), (req, res, next) => void (mayAct(res) ? acting : reading)(req, res, next)];
}
