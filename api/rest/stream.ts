/** `/api/v1/stream/prices`: the socket's updates for whoever has only HTTP. */
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { ownerIn } from '../auth/guard.js';
import { priceEvent } from '../views/prices.js';
import { names } from './question.js';
import { route, type Route } from './route.js';

const question = z.strictObject({ symbols: names(500, { examples: [['BTC', 'ETH']] }).describe('tickers or CoinGecko ids') });

export const streamRoutes = (ctx: ApiContext): Route[] => [
  route({
    path: '/api/v1/stream/prices',
    scope: 'read:prices',
    summary: 'Price updates as server-sent events: the newest value of each symbol, then every update',
    description: 'The id of an event is its position; a reader that comes back with `Last-Event-ID` is told what it missed, by whichever replica answers, as far as that is still known, and the newest values otherwise (`snapshot: true`). A comment comes every 25 seconds. A reader that does not keep up is told the newest value of each symbol only.',
    query: question,
    response: priceEvent,
    type: 'text/event-stream',
    errors: ['INVALID_SYMBOL'],
    answer: ({ query, req, res }) => ctx.sse.open(req, res, ownerIn(res), query.symbols),
  }),
];
