/** The registry of routes. `bulk` stands before `:symbol`, which would take it for a ticker. */
import type { ApiContext } from '../context.js';
import { backfillRoutes } from './backfills.js';
import { documented } from './document.js';
import { farmRoutes } from './farm.js';
import { featureRoutes } from './features.js';
import { figureRoutes } from './figures.js';
import { findingRoutes } from './findings.js';
import { healthRoutes } from './health.js';
import { jobRoutes } from './jobs.js';
import { lineageRoutes } from './lineage.js';
import { marketRoutes } from './market.js';
import { priceRoutes } from './prices.js';
import { restatementRoutes } from './restatements.js';
import { scalingRoutes } from './scaling.js';
import { sentimentRoutes } from './sentiment.js';
import { statsRoutes } from './stats.js';
import { streamRoutes } from './stream.js';
import { technicalRoutes } from './technical.js';
import type { Route } from './route.js';

export const restRoutes = (ctx: ApiContext): Route[] =>
  documented([...healthRoutes(ctx), ...priceRoutes(ctx), ...technicalRoutes(ctx), ...featureRoutes(ctx), ...lineageRoutes(ctx), ...sentimentRoutes(ctx), ...figureRoutes(ctx), ...findingRoutes(ctx), ...statsRoutes(ctx), ...restatementRoutes(ctx), ...jobRoutes(ctx), ...backfillRoutes(ctx), ...marketRoutes(ctx), ...farmRoutes(ctx), ...scalingRoutes(ctx), ...streamRoutes(ctx)]);
