/**
 * `GET /fixtures/<source>/<n>/…`: the answer written by hand for a source, so that
 * it can be fetched over HTTP as a real one is. Which sources there are is the
 * farm's own registry; `n` counts the source's cases from 0. Anything below is
 * ignored: it is the path the source would ask its host for.
 */
import { existsSync, readFileSync } from 'node:fs';
import { sourceNames } from '#queues/sources.js';
import type { Answer } from './answer.js';
import { json } from './answer.js';

/** Beside the sources, or two folders up from the compiled program. */
const FOLDERS = ['../../workers/collectors/fixtures/', '../../../workers/collectors/fixtures/'].map((path) => new URL(path, import.meta.url));

/** Null for a path that names no case of any source. */
export function fixtureAnswer(path: string): Answer | null {
  const [, source = '', place = ''] = /^\/fixtures\/([a-z-]+)\/(\d{1,3})(?:\/|$)/.exec(path) ?? [];
  if (!(sourceNames as string[]).includes(source)) return null;
  const file = FOLDERS.map((folder) => new URL(`${source}.json`, folder)).find((url) => existsSync(url));
  if (!file) return null;
  const found = ([JSON.parse(readFileSync(file, 'utf8'))].flat() as { body: unknown }[])[Number(place)];
  if (!found) return null;
  return typeof found.body === 'string' ? { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: found.body } : json(200, found.body);
}
