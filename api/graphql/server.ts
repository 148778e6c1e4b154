/**
 * `POST /graphql`. The only file that knows apollo-server-express, which is past
 * its end of life: its successor takes the same schema, plugin and formatter. It
 * runs with CSRF prevention on, a bounded cache, no batching, no landing page and
 * no introspection in production; keys, limits and sizes are checked before it. No persisted queries either: a question asked
 * again in the same bytes is answered before express (`fast.ts`), and nobody may leave texts here for others to ask by name.
 */
import { ApolloServer, type Config, type ExpressContext } from 'apollo-server-express';
import { ApolloServerPluginLandingPageDisabled } from 'apollo-server-core';
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { ApiContext } from '../context.js';
import { admitOwner, ownerIn } from '../auth/guard.js';
import { ApiError, asApiError } from '../errors.js';
import { ask } from '../rest/question.js';
import { JSON_TYPE } from '../rest/reply.js';
import { BODY_LIMIT } from '../rest/route.js';
import type { Asking } from './asking.js';
import { formatted, refuseLarge } from './guards.js';
import { FastQuestions } from './fast.js';
import { HotQueries, keyOf, type Plan } from './hot.js';
import { createLoaders } from './loaders.js';
import { hasTooManyTokens, MOST_TOKENS } from './measure.js';
import { createSchema } from './schema.js';

export const GRAPHQL_PATH = '/graphql';

export interface Graphql {
  router: Router;
  /** Asked before express is. */
  fast: Pick<FastQuestions, 'answer'>;
  stop(): Promise<void>;
}

const question = z.strictObject({ query: z.string().min(1).max(50_000), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().max(200).nullish(), extensions: z.record(z.string(), z.unknown()).nullish() });

/** Apollo was compiled against older express types than ours; the objects are the same. */
const forApollo = (exchange: { req: Request; res: Response }): ExpressContext => exchange as unknown as ExpressContext;
const fromApollo = ({ res }: ExpressContext): Response => res as unknown as Response;

const askingOf = (api: ApiContext, res: Response): Asking => ({ api, owner: ownerIn(res), address: api.addressOf(res.req), loaders: createLoaders(api) });


type Plugin = NonNullable<Config<ExpressContext>['plugins']>[number];

const watching = (schema: GraphQLSchema, hot: HotQueries): Plugin => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, operation, request }) => refuseLarge(schema, { document, operation, variables: request.variables ?? {} }),
    willSendResponse: async ({ response, document, source }) => {
      if (document && source && !response.errors) hot.remember(source, document);
    },
  }),
});

function apolloServer(ctx: ApiContext, hot: HotQueries): ApolloServer<ExpressContext> {
  const schema = createSchema();
  const unexpected = (error: unknown): void => ctx.log.error({ err: error, endpoint: GRAPHQL_PATH }, 'a field failed');
  return new ApolloServer<ExpressContext>({
    schema,
    context: (exchange) => askingOf(ctx, fromApollo(exchange)),
    formatError: (error) => formatted(error, unexpected),
    plugins: [watching(schema, hot), ApolloServerPluginLandingPageDisabled()],
    introspection: !ctx.config.production,
    csrfPrevention: true,
    cache: 'bounded',
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    debug: false,
  });
}

/** @throws ApiError VALIDATION_ERROR for what is not one question in JSON. */
const readQuestion: RequestHandler = (req, _res, next) => {
  if (!req.is('application/json')) throw new ApiError('VALIDATION_ERROR', 'send the question as application/json', { status: 415 });
  if (Array.isArray(req.body)) throw new ApiError('VALIDATION_ERROR', 'one question a request: batches are not answered');
  const asked = (req.body = ask(question, req.body));
  // Apollo's HTTP layer drops the parser's own limit on its way.
  if (hasTooManyTokens(asked.query)) throw new ApiError('VALIDATION_ERROR', `the query is too large: more than ${MOST_TOKENS} tokens`);
  next();
};

/** Carries an answer with errors past the cache, which keeps nothing that was thrown. */
class Unkept extends Error {
  constructor(readonly text: string) {
    super('an answer with errors is not kept');
  }
}

interface Kitchen {
  ctx: ApiContext;
  apollo: ApolloServer<ExpressContext>;
  fast: FastQuestions;
}

async function answerHot({ ctx, apollo, fast }: Kitchen, plan: Plan, { req, res }: { req: Request; res: Response }): Promise<void> {
  const { query, variables, operationName } = req.body as z.infer<typeof question>;
  const compute = async (): Promise<unknown> => {
    const { data, errors } = await apollo.executeOperation({ query, ...(variables ? { variables } : {}), ...(operationName ? { operationName } : {}) }, forApollo({ req, res }));
    if (errors) throw new Unkept(JSON.stringify({ errors, data }));
    return { data };
  };
  const key = keyOf(req.body as z.infer<typeof question>);
  const body = await ctx.answers.of(plan.kind, key, compute).then(
    (answer) => (fast.remember(req, plan, key), answer.body),
    (error: unknown) => {
      if (error instanceof Unkept) return Buffer.from(error.text);
      throw error;
    },
  );
  res.set({ 'Content-Type': JSON_TYPE, 'Content-Length': String(body.length) }).status(200).end(body);
}

/** GraphQL's own shape, so that its clients can read it; codes and statuses are REST's. */
const failure =
  (ctx: ApiContext): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const told = asApiError(error);
    if (told.status >= 500) ctx.log.error({ err: error, endpoint: GRAPHQL_PATH }, 'request failed');
    const extensions = { code: told.code, details: told.extras.details ?? null, timestamp: ctx.clock.now().toISOString(), request_id: res.locals['requestId'] as unknown };
    res.status(told.status).set(told.extras.headers ?? {}).json({ errors: [{ message: told.message, extensions }] });
  };

const begin: RequestHandler = (req, res, next) => {
  res.locals['endpoint'] = GRAPHQL_PATH;
  res.set('Cache-Control', 'no-store');
  next(req.method === 'POST' ? undefined : new ApiError('VALIDATION_ERROR', `${req.method} is not answered here`, { status: 405, headers: { Allow: 'POST' } }));
};

export function createGraphql(ctx: ApiContext): Graphql {
  const hot = new HotQueries();
  const fast = new FastQuestions(ctx, GRAPHQL_PATH);
  const apollo = apolloServer(ctx, hot);
  const started = apollo.start().then(() => apollo.getMiddleware({ path: GRAPHQL_PATH, cors: false, bodyParserConfig: false }) as unknown as RequestHandler);
  started.catch((error: unknown) => ctx.log.error({ err: error }, 'GraphQL did not start'));
  const router = Router();
  router.use(GRAPHQL_PATH, begin, admitOwner(ctx), fast.parse, express.json({ limit: BODY_LIMIT }), readQuestion);
  router.post(GRAPHQL_PATH, (req, res, next) => {
    const plan = hot.planFor((req.body as z.infer<typeof question>).query);
    if (!plan || !ownerIn(res).scopes.has(plan.scope)) return next();
    answerHot({ ctx, apollo, fast }, plan, { req, res }).catch(next);
  });
  router.use((req, res, next) => (req.path === GRAPHQL_PATH ? void started.then((handle) => handle(req, res, next)).catch(next) : next()));
  router.use(GRAPHQL_PATH, failure(ctx));
  return { router, fast, stop: async () => started.then(() => apollo.stop()) };
}
