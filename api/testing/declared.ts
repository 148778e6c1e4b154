/**
 * Holds answers against what their route declares, so that a schema cannot drift
 * from what is sent: a field more, a field less, another status, another error
 * code, and the test that asked fails.
 */
import type { z } from 'zod';
import { errorAnswer, STATUS } from '../errors.js';
import { errorsOf, type Route } from '../rest/route.js';

const matches = (pattern: string, path: string): boolean => {
  const [want, have] = [pattern.split('/'), path.split('/')];
  return want.length === have.length && want.every((part, i) => (part.startsWith(':') ? have[i] !== '' : part.toLowerCase() === have[i]?.toLowerCase()));
};

/** The route that answers, or undefined where none is declared for the path and method. */
export const routeOf = (routes: readonly Route[], method: string, path: string): Route | undefined => routes.find((r) => r.method === method.toLowerCase() && matches(r.path, path));

function hold(schema: z.ZodType, value: unknown, what: string): void {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${what} is not as declared: ${JSON.stringify(parsed.error.issues.slice(0, 5))}`);
}

/** HTTP has more exact statuses than the codes have: a wrong method, a body or headers too large, an unreadable charset. */
const HTTPS_OWN = new Set([405, 413, 415, 431]);

function holdError(route: Route | undefined, status: number, value: unknown, what: string): void {
  hold(errorAnswer, value, what);
  const { code } = (value as z.infer<typeof errorAnswer>).error;
  if (!route || (HTTPS_OWN.has(status) && code === 'VALIDATION_ERROR')) return;
  if (!errorsOf(route).includes(code)) throw new Error(`${what}: ${route.path} does not declare ${code}`);
  if (STATUS[code] !== status) throw new Error(`${what}: ${code} belongs to ${STATUS[code]}`);
}

const isJson = (type: string): boolean => type.startsWith('application/json');

function holdAnswer(route: Route, response: Response, text: string, what: string): void {
  const type = response.headers.get('content-type') ?? '';
  const schema = response.status === route.status ? route.response : route.also?.[response.status];
  if (!schema) throw new Error(`${what}: ${route.path} does not declare ${response.status}`);
  if (route.stream && type.startsWith(route.stream.type)) {
    for (const line of text.split('\n').filter(Boolean)) hold(route.stream.each, JSON.parse(line), what);
  } else if (!type.startsWith(route.type)) throw new Error(`${what}: ${type} is not the declared ${route.type}`);
  else if (isJson(type)) hold(schema, JSON.parse(text), what);
}

const NO_BODY = new Set([204, 304]);

/** @throws Error naming what differs from the declaration. Bodies that end with the connection (events) are not read. */
export async function holdDeclared(routes: readonly Route[], method: string, url: string, response: Response): Promise<void> {
  if (method === 'HEAD' || method === 'OPTIONS' || NO_BODY.has(response.status)) return;
  const route = routeOf(routes, method, new URL(url).pathname);
  const what = `the answer to ${method} ${url} (${response.status})`;
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return;
  const text = await response.clone().text();
  if (response.status >= 400 && !route?.also?.[response.status]) {
    if (isJson(response.headers.get('content-type') ?? '')) holdError(route, response.status, JSON.parse(text), what);
    else if (route) throw new Error(`${what} is an error without the error shape`);
  } else if (route) holdAnswer(route, response, text, what);
}
