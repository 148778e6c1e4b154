/** Every process can be scraped, and together they export the names that dashboards, alerts and autoscalers rely on. */
import { Broken, Unseen, type Check } from './check.js';

/** Of every process. */
const EVERYWHERE = ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds'];

/** interface.md, section 7: the role that must declare it. */
export const PROMISED = {
  api: ['api_gateway_requests_total', 'api_gateway_request_duration_seconds', 'api_gateway_active_websockets', 'mysql_connections_active', 'mysql_query_duration_seconds', 'redis_cache_hits_total', 'redis_cache_misses_total', 'mysql_up', 'redis_up', 'crypto_dataset_last_success_timestamp_seconds', 'crypto_dataset_freshness_target_seconds', 'crypto_feature_fill_ratio', 'crypto_slot_lag_seconds', 'crypto_health_score'],
  scheduler: ['crypto_queue_jobs', 'crypto_queue_oldest_ready_job_age_seconds', 'crypto_pool_demand_jobs'],
  worker: ['crypto_pool_slots', 'crypto_jobs_total', 'crypto_job_duration_seconds', 'crypto_job_wait_seconds', 'crypto_rows_written_total', 'crypto_collector_requests_total', 'crypto_collector_duration_seconds', 'crypto_collector_errors_total', 'crypto_upstream_requests_total', 'crypto_upstream_budget_remaining', 'crypto_upstream_circuit_open'],
} as const;

/** `worker collect` and `worker-collect-1` are workers; what is no part of the farm (the simulator) is of no kind. */
const kindOf = (role: string): string => (role.startsWith('worker') ? 'worker' : role);
const lacking = (page: string, names: readonly string[]): string[] => names.filter((name) => !page.includes(`# TYPE ${name} `));

const pageCheck = (kind: keyof typeof PROMISED): Check => ({
  name: `metrics.${kind}`,
  promise: `every ${kind} exports its metrics`,
  run: async ({ target }) => {
    const pages = target.metrics.filter((p) => kindOf(p.role) === kind);
    if (pages.length === 0) throw new Unseen(`no ${kind} can be reached from here but through the api: name its farm with --home, --compose or --cluster`);
    for (const { role, read } of pages) {
      const page = await read().catch((error: Error) => Promise.reject(new Broken(`${role} cannot be scraped: ${error.message}`, `start ${role} again; its METRICS_PORT must be free`)));
      const missing = lacking(page, [...EVERYWHERE, ...PROMISED[kind]]);
      if (missing.length > 0) throw new Broken(`${role} does not export ${missing.join(', ')}`, `bring ${role} to this version`);
    }
    return `${pages.length} scraped: ${pages.map((p) => p.role).join(', ')}`;
  },
});

export const metricsChecks: readonly Check[] = (['api', 'scheduler', 'worker'] as const).map(pageCheck);
