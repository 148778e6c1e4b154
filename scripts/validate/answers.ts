/** What checks ask the api, and how they judge an answer. */
import type { z } from 'zod';
import { errorAnswer } from '#api/errors.js';
import { askHttp, type Answer } from '../target/target.js';
import { Broken, type CheckContext } from './check.js';

const LOGS = 'look into the api\'s log for the request id';

/** The JSON of an answer. @throws Broken when it is none. */
function jsonOf(path: string, { status, text }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Broken(`${path} answered ${status} with a body that is no JSON: ${text.slice(0, 80)}`, LOGS);
  }
}

/** Asks, and reads the answer. @throws Broken when it is not 200 or not of the shape. */
export async function answered<S extends z.ZodType>({ target }: Pick<CheckContext, 'target'>, path: string, key: string | undefined, shape: S): Promise<z.infer<S>> {
  const answer = await askHttp(target.api + path, key);
  const body = jsonOf(path, answer);
  if (answer.status !== 200) throw new Broken(`${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`, LOGS);
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Broken(`${path} answered 200, but ${issue?.path.join('.') || 'the body'} is not as promised: ${issue?.message ?? ''}`, 'compare the version of the api with /openapi.json');
}

/** Asks for what must be refused. @throws Broken when the refusal has another status, code or shape. */
export async function refused({ target }: Pick<CheckContext, 'target'>, path: string, key: string | undefined, want: { status: number; code: string }): Promise<string> {
  const answer = await askHttp(target.api + path, key);
  const parsed = errorAnswer.safeParse(jsonOf(path, answer));
  const code = parsed.success ? parsed.data.error.code : 'another shape';
  if (answer.status !== want.status || code !== want.code) throw new Broken(`${path} must answer ${want.status} ${want.code}, it answered ${answer.status} with ${code}`, want.status < 404 ? 'is another api, or a proxy that lets everybody in, behind this address?' : LOGS);
  return `${want.status} ${want.code}`;
}
