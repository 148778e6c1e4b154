import type { Board } from './make.js';

const HERE = 'namespace=~"$namespace"';
const HOST = `${HERE},host=~"$host"`;
const COLLECTOR = `${HERE},collector=~"$collector"`;

/** Is the world answering, and how much of it may we still ask? */
export const collection: Board = {
  uid: 'crypto-farm-collection',
  title: 'Crypto farm: data collection',
  about: 'Collectors, the hosts they ask, and what is left of their budgets.',
  choices: { collector: { series: 'crypto_collector_requests_total', label: 'collector' }, host: { series: 'crypto_upstream_requests_total', label: 'host' } },
  rows: [
    {
      title: 'Collectors',
      panels: [
        { title: 'Runs by result', about: 'Every run is done, skipped, put off (snooze) or failed. Failed should be rare.', unit: 'ops', ask: { '{{status}}': `sum by (status) (rate(crypto_collector_requests_total{${COLLECTOR}}[$__rate_interval]))` } },
        { title: 'Share of runs that fail', about: 'HighErrorRate fires above one half.', unit: 'percentunit', min: 0, max: 1, limits: { warn: 0.2, bad: 0.5 }, ask: { '{{collector}}': `collector:crypto_collector_failed:ratio_rate30m{${COLLECTOR}}` } },
        { title: 'Errors by kind', about: 'malformed: a changed answer; refused: the key; unavailable: the host; internal: ours.', unit: 'ops', ask: { '{{collector}} {{error_type}}': `sum by (collector, error_type) (rate(crypto_collector_errors_total{${COLLECTOR}}[$__rate_interval]))` } },
        { title: 'Time a run takes, 95 %', about: 'Waiting for budgets included.', unit: 's', width: 12, ask: { '{{collector}}': `histogram_quantile(0.95, sum by (collector, le) (rate(crypto_collector_duration_seconds_bucket{${COLLECTOR}}[$__rate_interval])))` } },
        { title: 'Rows stored', about: 'By table. A line at 0 under runs that are done is worth a look.', unit: 'cps', width: 12, ask: { '{{table}}': `sum by (table) (rate(crypto_rows_written_total{${HERE}}[$__rate_interval]))` } },
      ],
    },
    {
      title: 'Hosts',
      panels: [
        { title: 'Requests by outcome', about: 'throttled is a host asking us to wait: nothing is wrong, we only ask too much.', unit: 'reqps', ask: { '{{host}} {{outcome}}': `sum by (host, outcome) (rate(crypto_upstream_requests_total{${HOST}}[$__rate_interval]))` } },
        { title: 'Open circuits', about: 'A host that failed too often in a row is given up on for a while.', unit: 'short', min: 0, max: 1, ask: { '{{host}}': `max by (host) (crypto_upstream_circuit_open{${HOST}})` } },
        { title: 'Left of the day or month', about: 'BudgetNearlySpent fires below a tenth.', unit: 'percentunit', shows: 'bargauge', min: 0, max: 1, limits: { warn: 0.3, bad: 0.1, falling: true }, ask: { '{{host}} {{window}}': `host:crypto_upstream_budget_left:ratio{${HOST}}` } },
        { title: 'Left of each budget', about: 'What the shared buckets held after the last request.', unit: 'short', width: 24, min: 0, ask: { '{{host}} {{window}}': `min by (host, window) (crypto_upstream_budget_remaining{${HOST}})` } },
      ],
    },
  ],
};
