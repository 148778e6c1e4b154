/** `/openapi.json`: made once from the routes, for whoever asks. */
import { z } from 'zod';
import { encode, type Answer } from '../answers.js';
import { openApiDocument } from '../openapi/document.js';
import { version } from '../version.js';
import { sendAnswer } from './reply.js';
import { anything, route, type Route } from './route.js';

const documentAnswer = z.looseObject({ openapi: z.literal('3.1.0'), info: z.looseObject({}), paths: z.looseObject({}), components: z.looseObject({}) }).describe('an OpenAPI 3.1 document');

/** The routes given and the one that documents them, itself included. */
export function documented(routes: readonly Route[]): Route[] {
  let made: Answer | undefined;
  const all: Route[] = [
    ...routes,
    route({
      path: '/openapi.json',
      scope: undefined,
      summary: 'This document',
      query: anything,
      response: documentAnswer,
      answer: ({ req, res }) => {
        made ??= encode(openApiDocument(all, version));
        return Promise.resolve(sendAnswer(req, res, made));
      },
    }),
  ];
  return all;
}
