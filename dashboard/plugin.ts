/** The parts of the farm that are made for eyes, as one router that the api mounts. The guards are handed in. */
import { Router, type RequestHandler } from 'express';
import type { Producer } from '#queues/producer.js';
import { board, BOARD_CSP, BOARD_PATH, type BoardGuards } from './board.js';
import { pageRouter } from './page.js';

export interface DashboardOptions {
  producer: Pick<Producer, 'queue'>;
  guards: BoardGuards;
}

const boardHeaders: RequestHandler = (_req, res, next) => {
  res.locals['endpoint'] = BOARD_PATH;
  res.set('Content-Security-Policy', BOARD_CSP);
  next();
};

/** `/`, its files, and `/admin/queues`. */
export function dashboardRouter({ producer, guards }: DashboardOptions): Router {
  const router = Router();
  router.use(pageRouter());
  router.use(BOARD_PATH, boardHeaders, ...board(producer, guards));
  return router;
}
