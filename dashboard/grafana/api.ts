import type { Board } from './make.js';

const HERE = 'namespace=~"$namespace"';
const ENDPOINT = `${HERE},endpoint=~"$endpoint"`;

/** Is it answered, correctly and soon? */
export const api: Board = {
  uid: 'crypto-farm-api',
  title: 'Crypto farm: API',
  about: 'Requests, errors, durations; sockets; what stands behind them.',
  choices: { endpoint: { series: 'api_gateway_requests_total', label: 'endpoint' } },
  rows: [
    {
      title: 'Requests',
      panels: [
        { title: 'Requests', about: 'By status.', unit: 'reqps', ask: { '{{status}}': `sum by (status) (rate(api_gateway_requests_total{${ENDPOINT}}[$__rate_interval]))` } },
        { title: 'Errors of our own', about: 'Share of 5xx; ApiErrors fires above 5 %.', unit: 'percentunit', min: 0, limits: { warn: 0.01, bad: 0.05 }, ask: { errors: `(sum(rate(api_gateway_requests_total{${ENDPOINT},status=~"5.."}[$__rate_interval])) or vector(0)) / (sum(rate(api_gateway_requests_total{${ENDPOINT}}[$__rate_interval])) > 0)` } },
        { title: 'Refused', about: '401 and 403: keys; 429: limits.', unit: 'reqps', ask: { '{{status}}': `sum by (status) (rate(api_gateway_requests_total{${ENDPOINT},status=~"401|403|429"}[$__rate_interval]))` } },
        { title: 'Time to answer, 95 %', about: 'ApiSlow fires above a second.', unit: 's', width: 12, ask: { '{{endpoint}}': `histogram_quantile(0.95, sum by (endpoint, le) (rate(api_gateway_request_duration_seconds_bucket{${ENDPOINT}}[$__rate_interval])))` } },
        { title: 'Time to answer, median', about: 'What most callers see.', unit: 's', width: 12, ask: { '{{endpoint}}': `histogram_quantile(0.5, sum by (endpoint, le) (rate(api_gateway_request_duration_seconds_bucket{${ENDPOINT}}[$__rate_interval])))` } },
      ],
    },
    {
      title: 'Live',
      panels: [
        { title: 'Open sockets', about: 'WebSocket and Socket.IO, by stream.', unit: 'short', width: 12, min: 0, ask: { '{{stream}}': `sum by (stream) (api_gateway_active_websockets{${HERE}})` } },
        { title: 'Reads served from a cache', about: 'Falls to 0 while Redis is away; reads then go to MySQL.', unit: 'percentunit', width: 12, min: 0, max: 1, ask: { '{{cache_type}}': `sum by (cache_type) (rate(redis_cache_hits_total{${HERE}}[$__rate_interval])) / (sum by (cache_type) (rate(redis_cache_hits_total{${HERE}}[$__rate_interval])) + sum by (cache_type) (rate(redis_cache_misses_total{${HERE}}[$__rate_interval])))` } },
      ],
    },
    {
      title: 'Behind it',
      panels: [
        { title: 'MySQL and Redis', about: '1 while they answer.', unit: 'short', min: 0, max: 1, ask: { MySQL: `min(mysql_up{${HERE}})`, Redis: `min(redis_up{${HERE}})` } },
        { title: 'Connections in use', about: 'Of MYSQL_POOL_SIZE in each process.', unit: 'short', min: 0, ask: { '{{database}}': `sum by (database) (mysql_connections_active{${HERE}})` } },
        { title: 'Time a query takes, 95 %', about: 'By table, of all roles.', unit: 's', ask: { '{{table}}': `histogram_quantile(0.95, sum by (table, le) (rate(mysql_query_duration_seconds_bucket{${HERE}}[$__rate_interval])))` } },
      ],
    },
  ],
};
