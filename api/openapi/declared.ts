/** The document without a farm: for whoever makes something from it, such as the client's types. */
import type { ApiContext } from '../context.js';
import { restRoutes } from '../rest/index.js';
import type { Route } from '../rest/route.js';
import { version } from '../version.js';
import { openApiDocument } from './document.js';
import type { JsonObject } from './schemas.js';

/** Routes are declared before anything is asked: their handlers alone need a context, and nobody calls these. */
export const declaredRoutes = (): Route[] => restRoutes(Object.freeze({}) as ApiContext);
export const declaredDocument = (): JsonObject => openApiDocument(declaredRoutes(), version);
