/** The types of the api's client, made from its document. */
import openapiTS, { astToString } from 'openapi-typescript';
import { declaredDocument } from '#api/openapi/declared.js';

const HEAD = '/** Made from the document at /openapi.json by `npm run generate`. Do not edit. */\n';

/** The text of `api/client/schema.ts`. */
export async function clientSchema(): Promise<string> {
  const ast = await openapiTS(JSON.parse(JSON.stringify(declaredDocument())) as Parameters<typeof openapiTS>[0], { silent: true, alphabetize: true });
  return `${HEAD}${astToString(ast)}`;
}
