import type { Board } from './make.js';

const HERE = 'namespace=~"$namespace"';
const QUEUE = `${HERE},queue=~"$queue"`;
const POOL = `${HERE},pool=~"$pool"`;

/** Does the work get done, and are there enough hands? */
export const work: Board = {
  uid: 'crypto-farm-work',
  title: 'Crypto farm: queues and pools',
  about: 'What waits, who drains it, how long it takes, and the processes themselves.',
  choices: { pool: { series: 'crypto_pool_demand_jobs', label: 'pool' }, queue: { series: 'crypto_queue_jobs', label: 'queue' } },
  rows: [
    {
      title: 'Pools',
      panels: [
        { title: 'Demand', about: 'Jobs that run or could: what the autoscaler reads. No line at all: Redis cannot be read.', unit: 'short', min: 0, ask: { '{{pool}}': `pool:crypto_demand_jobs:max{${POOL}}` } },
        { title: 'Slots', about: 'Jobs that the workers there are can run at once.', unit: 'short', min: 0, ask: { '{{pool}}': `pool:crypto_slots:sum{${POOL}}` } },
        { title: 'Demand per slot', about: 'Above 1 jobs wait.', unit: 'short', min: 0, ask: { '{{pool}}': `pool:crypto_demand_jobs:max{${POOL}} / on (namespace, pool) pool:crypto_slots:sum{${POOL}}` } },
      ],
    },
    {
      title: 'Queues',
      panels: [
        { title: 'Jobs by state', about: 'delayed_due could run; delayed is waiting for its time.', unit: 'short', width: 12, min: 0, ask: { '{{queue}} {{state}}': `max by (queue, state) (crypto_queue_jobs{${QUEUE}}) > 0` } },
        { title: 'Age of the oldest job that could run', about: 'OldestJobWaits fires after ten minutes, the backfill apart.', unit: 's', width: 12, min: 0, ask: { '{{queue}}': `max by (queue) (crypto_queue_oldest_ready_job_age_seconds{${QUEUE}})` } },
        { title: 'Failed jobs kept', about: 'They wait on the board to be looked at.', unit: 'short', width: 12, min: 0, ask: { '{{queue}}': `max by (queue) (crypto_queue_jobs{${QUEUE},state="failed"})` } },
        { title: 'Paused', about: '1: nobody may take a job of the queue.', unit: 'short', width: 12, min: 0, max: 1, ask: { '{{queue}}': `max by (queue) (crypto_queue_paused{${QUEUE}})` } },
      ],
    },
    {
      title: 'Jobs',
      panels: [
        { title: 'What becomes of jobs', about: 'stalled: a worker was lost while it ran the job, which ran again.', unit: 'ops', ask: { '{{outcome}}': `sum by (outcome) (rate(crypto_jobs_total{${QUEUE}}[$__rate_interval]))` } },
        { title: 'Time a job runs, 95 %', about: 'By job.', unit: 's', ask: { '{{job}}': `histogram_quantile(0.95, sum by (job, le) (rate(crypto_job_duration_seconds_bucket{${QUEUE}}[$__rate_interval])))` } },
        { title: 'Time a job waits, 95 %', about: 'From when it could run until it did.', unit: 's', ask: { '{{queue}}': `histogram_quantile(0.95, sum by (queue, le) (rate(crypto_job_wait_seconds_bucket{${QUEUE}}[$__rate_interval])))` } },
      ],
    },
    {
      title: 'Processes',
      panels: [
        { title: 'Memory', about: 'Resident; the limit is 256 MiB.', unit: 'bytes', min: 0, ask: { '{{role}} {{instance}}': `process_resident_memory_bytes{${HERE}}` } },
        { title: 'CPU', about: 'Cores.', unit: 'short', min: 0, ask: { '{{role}} {{instance}}': `rate(process_cpu_seconds_total{${HERE}}[$__rate_interval])` } },
        { title: 'Event loop, slowest hundredth', about: 'EventLoopBlocked fires above half a second.', unit: 's', min: 0, ask: { '{{role}} {{instance}}': `nodejs_eventloop_lag_p99_seconds{${HERE}}` } },
      ],
    },
  ],
};
