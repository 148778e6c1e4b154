/**
 * The live page: a document and the files it is made of, served from memory. Its
 * modules are compiled from `web/`; two libraries come out of their packages on
 * this machine. Every file's path carries a digest of them all, so a browser may
 * keep it for a year and never mixes the modules of two versions.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router, type Request, type Response } from 'express';

const require = createRequire(import.meta.url);
const ASSETS = '/page';
const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** Nothing inline, nothing foreign, no markup from text: what a page may not do, an injected string cannot do either. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Modules of packages, by the name the page imports them under. */
const vendored = (): [string, string][] => [
  ['vendor/lightweight-charts.js', join(dirname(require.resolve('lightweight-charts/package.json')), 'dist/lightweight-charts.standalone.production.mjs')],
  ['vendor/socket.io.js', join(dirname(require.resolve('socket.io/package.json')), 'client-dist/socket.io.esm.min.js')],
];

export interface PageFiles {
  html: string;
  files: ReadonlyMap<string, Buffer>;
  digest: string;
}

/** Reads the build, once. @throws Error when the page has not been compiled. */
export function readPage(): PageFiles {
  const web = dirname(require.resolve('#dashboard/web/main.js'));
  const own = readdirSync(web).filter((name) => (name.split('.').pop() ?? '') in TYPES);
  const files = new Map([...own.map((name): [string, string] => [name, join(web, name)]), ...vendored()].map(([name, path]) => [name, readFileSync(path)]));
  const html = readFileSync(join(web, 'index.html'), 'utf8');
  const digest = [...files].reduce((hash, [name, bytes]) => hash.update(name).update(bytes), createHash('sha256').update(html)).digest('hex').slice(0, 16);
  const preloads = [...files.keys()].filter((name) => name.endsWith('.js')).map((name) => `<link rel="modulepreload" href="{assets}/${name}">`);
  return { html: html.replace('<!--modules-->', preloads.join('')).replaceAll('{assets}', `${ASSETS}/${digest}`), files, digest };
}

/** `/` and the files under `/page/DIGEST/`. */
export function pageRouter({ html, files, digest }: PageFiles = readPage()): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.locals['endpoint'] = '/';
    res.set({ 'Content-Security-Policy': PAGE_CSP, 'Cache-Control': 'no-cache' }).type('html').send(html);
  });
  router.get(`${ASSETS}/:digest/*`, (req: Request, res: Response, next) => {
    res.locals['endpoint'] = ASSETS;
    const name = String((req.params as Record<string, string>)['0']);
    const bytes = files.get(name);
    if (!bytes) return next();
    // While replicas of two versions run, a page may ask the other one: it gets what there is, and keeps nothing.
    const mine = req.params['digest'] === digest;
    res.set({ 'Content-Type': `${TYPES[name.split('.').pop() as string]}; charset=utf-8`, 'Cache-Control': mine ? 'public, max-age=31536000, immutable' : 'no-store' }).send(bytes);
  });
  return router;
}
