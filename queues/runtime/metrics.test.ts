import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.js';

describe('a process that has measured nothing', () => {
  it('says nothing: no gauge stands at a 0 that would read as an outage', async () => {
    const samples = (await createMetrics(false).registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples).toEqual(['crypto_queue_scrape_errors_total 0']);
  });

  it('says what it knows, a 0 included', async () => {
    const metrics = createMetrics(false);
    metrics.mysqlUp.set(0);
    expect(await metrics.registry.getSingleMetricAsString('mysql_up')).toContain('\nmysql_up 0');
  });
});
