/** The landing page: what is served here and where. Self-contained; asks no other host and runs no script. */
import { createHash } from 'node:crypto';

const STYLE = `
:root{color-scheme:dark light}
body{margin:0;font:16px/1.55 system-ui,sans-serif;background:#0f141b;color:#e6edf3}
main{max-width:58rem;margin:0 auto;padding:4rem 1.5rem}
h1{margin:0;font-size:2rem;letter-spacing:-.02em}
header p{margin:.4rem 0 2.5rem;color:#a9b6c4}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem}
section{padding:1.25rem 1.4rem;border:1px solid #2a3440;border-radius:12px;background:#161d26}
h2{margin:0 0 .6rem;font-size:.8rem;letter-spacing:.08em;text-transform:uppercase;color:#7d8b99}
ul{margin:0;padding:0;list-style:none}
li{padding:.2rem 0}
a{color:#6cb0ff;text-decoration:none}
a:hover{text-decoration:underline}
code{font:.86em ui-monospace,monospace;color:#c9d7e5;overflow-wrap:anywhere}
footer{margin-top:2.5rem;color:#7d8b99;font-size:.85rem}
@media(prefers-color-scheme:light){body{background:#f6f8fa;color:#1f2328}section{background:#fff;border-color:#d8dee4}a{color:#0a5cc2}code{color:#3b4652}header p{color:#57606a}h2,footer{color:#636c76}}`;

export const PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const link = (href: string, text: string): string => `<li><a href="${href}">${text}</a> <code>${href}</code></li>`;
const path = (text: string): string => `<li><code>${text}</code></li>`;
const card = (title: string, items: string[]): string => `<section><h2>${title}</h2><ul>${items.join('')}</ul></section>`;

/** @param version of the package, shown in the foot. */
export const landingPage = (version: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Crypto data farm</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><header><h1>Crypto data farm</h1><p>Market data becomes indicators and features every five minutes.</p></header><div class="cards">
${card('Watch', [link('/admin/queues', 'Queues'), link('/health', 'Health'), link('/metrics', 'Metrics')])}
${card('Ask, with a bearer key', ['/api/v1/symbols', '/api/v1/prices/current/BTC', '/api/v1/prices/historical/BTC', '/api/v1/technical/BTC', '/api/v1/ml-features/BTC/current', '/api/v1/ml-features/bulk?symbols=BTC,ETH', '/api/v1/stats/collectors', '/api/v1/stats/coverage'].map(path))}
${card('Listen', [path('WebSocket /ws/prices'), path('Socket.IO / prices, features')])}
</div><footer>version ${version}</footer></main></body></html>`;
