/** What was promised over HTTP, row by row, as requests are counted: the method and the pattern of the path. */
const reads = [
  '/health', '/ready', '/metrics', '/openapi.json', '/docs', '/', '/login', '/admin/queues',
  ...[
    'symbols', 'prices/current/:symbol', 'prices/historical/:symbol', 'sentiment/crypto/:symbol', 'sentiment/stock/:symbol', 'news/crypto/latest', 'news/stock/latest',
    'technical/:symbol', 'technical/:symbol/indicators', 'ml-features/:symbol', 'ml-features/:symbol/current', 'ml-features/bulk', 'stats/collectors', 'stats/coverage', 'stats/gaps',
    'macro', 'onchain/:symbol', 'derivatives/:symbol', 'narratives/latest', 'regime', 'patterns/:symbol', 'events', 'stream/prices',
  ].map((path) => `/api/v1/${path}`),
];

export const PROMISED: readonly string[] = [...reads.map((path) => `GET ${path}`), 'POST /api/v1/backfill', 'POST /api/v1/collect/:source', 'POST /graphql'];
