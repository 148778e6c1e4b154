/** The parts of the farm that are made for eyes, as one router that the api mounts. The guard is handed in. */
import { Router, type RequestHandler } from 'express';
import type { Producer } from '#queues/producer.js';
import { board, BOARD_CSP, BOARD_PATH, type BoardGuards } from './board.js';
import { landingPage, PAGE_CSP } from './page.js';

export interface DashboardOptions {
  producer: Pick<Producer, 'queue'>;
  guards: BoardGuards;
  version: string;
}

const pageHeaders =
  (endpoint: string, csp: string): RequestHandler =>
  (_req, res, next) => {
    res.locals['endpoint'] = endpoint;
    res.set('Content-Security-Policy', csp);
    next();
  };

/** `/` and `/admin/queues`. */
export function dashboardRouter({ producer, guards, version }: DashboardOptions): Router {
  const router = Router();
  const page = landingPage(version);
  router.get('/', pageHeaders('/', PAGE_CSP), (_req, res) => void res.type('html').set('Cache-Control', 'no-cache').send(page));
  router.use(BOARD_PATH, pageHeaders(BOARD_PATH, BOARD_CSP), ...board(producer, guards));
  return router;
}
