/**
 * `/docs`: the document to read and to try. The viewer comes from its package on
 * this machine, under a path with its version, so that a browser may keep it for
 * a year; nothing is asked of another host, and a key typed in is kept nowhere.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';

const require = createRequire(import.meta.url);
const PACKAGE = require.resolve('swagger-ui-dist/package.json');
const VIEWER = (require(PACKAGE) as { version: string }).version;
const ASSETS = `/docs/assets/${VIEWER}`;
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
const YEAR_MS = 365 * 24 * 3_600_000;

const START = `
const dark = matchMedia('(prefers-color-scheme: light)');
const dress = () => document.documentElement.classList.toggle('dark-mode', !dark.matches);
dark.addEventListener('change', dress);
dress();
SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list', defaultModelsExpandDepth: 0, filter: true, displayRequestDuration: true,
  tryItOutEnabled: true, validatorUrl: null, persistAuthorization: false, presets: [SwaggerUIBundle.presets.apis], layout: 'BaseLayout',
});
`;
/** The viewer's own colours are pale; these are the farm's other pages'. */
const STYLE = `
:root{color-scheme:dark}html{background:#0f141b}body{margin:0}noscript{display:block;padding:2rem;color:#e6edf3;font:16px/1.5 system-ui,sans-serif}
@media (prefers-color-scheme:light){:root{color-scheme:light}html{background:#fff}noscript{color:#161d26}}
html.dark-mode{background:#0f141b}html.dark-mode .swagger-ui,html.dark-mode body{background:#0f141b}
.swagger-ui .wrapper{max-width:1100px;padding:0 16px}.swagger-ui .info{margin:28px 0}.swagger-ui .info .title small{vertical-align:middle}
.swagger-ui .response-col_links{display:none}.swagger-ui .response-col_description{overflow-wrap:anywhere}.swagger-ui .info table{display:block;overflow-x:auto;max-width:100%}
@media (max-width:640px){
.swagger-ui .scheme-container .schemes{flex-wrap:wrap;gap:12px}.swagger-ui .opblock .opblock-summary{flex-wrap:wrap}
.swagger-ui .opblock .opblock-summary-description{flex:1 0 100%;padding:4px 8px;text-align:left}.swagger-ui .opblock-summary-path{max-width:calc(100vw - 150px);word-break:break-word}
.swagger-ui .parameters-container .parameters,.swagger-ui .parameters-container tbody,.swagger-ui .parameters-container tr,.swagger-ui .parameters-container td{display:block;width:100%}
.swagger-ui .parameters-container thead{display:none}.swagger-ui table tbody tr td{padding:6px 0}.swagger-ui .parameters-col_description input,.swagger-ui .parameters-col_description select{width:100%;max-width:100%}
.swagger-ui .auth-container input[type=text]{min-width:0;width:100%}.swagger-ui .dialog-ux .modal-ux{width:94vw;min-width:0;max-width:94vw}}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const CSP = `default-src 'none'; script-src 'self' ${hashOf(START)}; style-src 'self' ${hashOf(STYLE)}; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const PAGE = `<!doctype html>
<html lang="en" class="dark-mode"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Crypto data farm: the api</title>
<link rel="icon" href="${ASSETS}/favicon-32x32.png"><link rel="stylesheet" href="${ASSETS}/swagger-ui.css"><style>${STYLE}</style></head>
<body><main id="docs"></main><noscript>This page needs JavaScript. The document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="${ASSETS}/swagger-ui-bundle.js"></script><script>${START}</script></body></html>`;

/** `/docs` and the viewer's files. */
export function docsRouter(): Router {
  const router = Router();
  router.use('/docs', (_req, res, next) => {
    res.locals['endpoint'] = '/docs';
    next();
  });
  router.get('/docs', (_req, res) => void res.set({ 'Content-Security-Policy': CSP, 'Cache-Control': 'no-cache' }).type('html').send(PAGE));
  const files = express.static(dirname(PACKAGE), { index: false, immutable: true, maxAge: YEAR_MS, redirect: false });
  router.get(FILES.map((f) => `${ASSETS}/${f}`), (req, res, next) => {
    req.url = req.url.slice(ASSETS.length);
    files(req, res, next);
  });
  return router;
}
