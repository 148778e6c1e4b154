/**
 * Every metric of the farm, by its outside name. Labels are bounded by
 * construction: datasets, queues, hosts and routes, never a symbol, a URL or an id.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SLOW = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

function instruments(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) => new Counter<L>({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => {
    const made = new Gauge<L>({ name, help, labelNames, registers });
    // Born as a 0, one without labels would say in every process that MySQL is down and health is 0; only who knows it says it.
    if (labelNames.length === 0) made.remove();
    return made;
  };
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets = FAST) => new Histogram<L>({ name, help, labelNames, buckets, registers });
  return {
    collectorRequests: counter('crypto_collector_requests_total', 'Collector runs by result', ['collector', 'status'] as const),
    collectorDuration: histogram('crypto_collector_duration_seconds', 'Time a collector run took', ['collector'] as const, SLOW),
    collectorErrors: counter('crypto_collector_errors_total', 'Collector errors by kind', ['collector', 'error_type'] as const),
    apiRequests: counter('api_gateway_requests_total', 'Requests answered', ['endpoint', 'method', 'status'] as const),
    apiDuration: histogram('api_gateway_request_duration_seconds', 'Time to answer a request', ['endpoint'] as const),
    apiSockets: gauge('api_gateway_active_websockets', 'Open sockets by stream', ['stream'] as const),
    mysqlConnections: gauge('mysql_connections_active', 'Connections in use', ['database'] as const),
    mysqlQuerySeconds: histogram('mysql_query_duration_seconds', 'Time a query took', ['table'] as const),
    mysqlUp: gauge('mysql_up', '1 when MySQL answered the last ping'),
    redisUp: gauge('redis_up', '1 when Redis answered the last ping'),
    cacheHits: counter('redis_cache_hits_total', 'Reads served from a cache', ['cache_type'] as const),
    cacheMisses: counter('redis_cache_misses_total', 'Reads that went past a cache', ['cache_type'] as const),
    queueJobs: gauge('crypto_queue_jobs', 'Jobs by state', ['queue', 'state'] as const),
    queueOldest: gauge('crypto_queue_oldest_ready_job_age_seconds', 'Age of the job that has waited longest and could run', ['queue'] as const),
    queuePaused: gauge('crypto_queue_paused', '1 while nobody may take a job of the queue', ['queue'] as const),
    poolDemand: gauge('crypto_pool_demand_jobs', 'Jobs running or ready to run: what the autoscaler reads', ['pool'] as const),
    poolSlots: gauge('crypto_pool_slots', 'Jobs this process can run at the same time', ['pool'] as const),
    scrapeErrors: counter('crypto_queue_scrape_errors_total', 'Times the queues could not be read', []),
    jobs: counter('crypto_jobs_total', 'Jobs by what became of them', ['queue', 'job', 'outcome'] as const),
    jobDuration: histogram('crypto_job_duration_seconds', 'Time a job ran', ['queue', 'job'] as const, SLOW),
    jobWait: histogram('crypto_job_wait_seconds', 'Time a job waited before it ran', ['queue', 'job'] as const, SLOW),
    upstreamRequests: counter('crypto_upstream_requests_total', 'Requests to upstreams by outcome', ['host', 'outcome'] as const),
    upstreamBudget: gauge('crypto_upstream_budget_remaining', 'What is left of an upstream budget', ['host', 'window'] as const),
    upstreamBudgetLimit: gauge('crypto_upstream_budget_limit', 'What an upstream budget holds when nothing is spent', ['host', 'window'] as const),
    upstreamCircuit: gauge('crypto_upstream_circuit_open', '1 while the circuit is open', ['host'] as const),
    datasetLastSuccess: gauge('crypto_dataset_last_success_timestamp_seconds', 'Event time of the newest row', ['dataset'] as const),
    datasetFreshnessTarget: gauge('crypto_dataset_freshness_target_seconds', 'Age at which a dataset counts as stale', ['dataset'] as const),
    backfillChunks: gauge('crypto_backfill_open_chunks', 'Chunks of unfinished backfills that are still to be done', ['stage'] as const),
    backfillRows: gauge('crypto_backfill_open_rows', 'Rows that these chunks would come to', ['stage'] as const),
    datasetMissing: gauge('crypto_dataset_missing_rows', 'Rows of the last day that should be stored and are not', ['dataset'] as const),
    datasetGapRows: gauge('crypto_dataset_gap_rows', 'Missing rows in the ledger of gaps, by what becomes of them: open, healing, permanent', ['dataset', 'state'] as const),
    archiveBytes: gauge('crypto_archive_bytes', 'Bytes of upstream answers that are kept: packed as they are kept, raw as they came', ['form'] as const),
    archiveRows: gauge('crypto_archive_rows', 'Upstream answers that are kept, and requests they answered', ['table'] as const),
    rowsWritten: counter('crypto_rows_written_total', 'Rows accepted by the store', ['table'] as const),
    restatements: counter('crypto_restatements_total', 'Values that were final and came again as other ones', ['dataset'] as const),
    featureFill: gauge('crypto_feature_fill_ratio', 'Share of feature values that are known, of those that could be: a coin without futures lacks none', ['group'] as const),
    unansweredAssets: gauge('crypto_assets_unanswered', 'Active assets whose price nobody has answered for a day'),
    partitionsAhead: gauge('crypto_partitions_ahead', 'Partitions after the one that is being filled; at 0 rows pile up in the last one', ['table'] as const),
    slotLag: gauge('crypto_slot_lag_seconds', 'Age of the newest settled slot beyond its cadence'),
    healthScore: gauge('crypto_health_score', 'Health of the data, 0 to 100'),
  };
}

export type Metrics = ReturnType<typeof instruments> & { registry: Registry };

/** @param withProcess adds Node's own process metrics; off in tests, which make many registries. */
export function createMetrics(withProcess = true): Metrics {
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });
  return { ...instruments(registry), registry };
}
