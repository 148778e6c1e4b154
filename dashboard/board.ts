/**
 * Bull Board over the topology: a queue listed there appears here by itself.
 * Knows nothing of keys; whoever mounts it puts a guard in front.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { RequestHandler } from 'express';
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

/** A handler for `BOARD_PATH`. */
export function board(producer: Pick<Producer, 'queue'>): RequestHandler {
  const adapter = new ExpressAdapter().setBasePath(BOARD_PATH);
  const adapters = queueNames.map((name) => new BullMQAdapter(producer.queue(name), { description: `drained by the ${queues[name].pool} pool` }));
  createBullBoard({
    queues: adapters,
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Crypto data farm', hideRedisDetails: true, showWorkers: false, pollingInterval: { showSetting: true } } },
  });
  withoutForeignLinks(adapter);
  return adapter.getRouter() as RequestHandler;
}
