import type { Board } from './make.js';

const HERE = 'namespace=~"$namespace"';
const DATASET = `${HERE},dataset=~"$dataset"`;

/** Is the data there, whole and young? */
export const quality: Board = {
  uid: 'crypto-farm-quality',
  title: 'Crypto farm: data quality',
  about: 'Health, freshness by dataset, how full the features are.',
  choices: { dataset: { series: 'crypto_dataset_freshness_target_seconds', label: 'dataset' } },
  rows: [
    {
      title: 'At a glance',
      panels: [
        { title: 'Health', about: 'Computed from the data, 0 to 100; a missing figure counts 0.', unit: 'short', shows: 'stat', width: 6, min: 0, max: 100, limits: { warn: 95, bad: 80, falling: true }, ask: { health: `min(crypto_health_score{${HERE}})` } },
        { title: 'Slot lag', about: 'How late the newest settled slot is.', unit: 's', shows: 'stat', width: 6, limits: { warn: 300, bad: 900 }, ask: { lag: `max(crypto_slot_lag_seconds{${HERE}})` } },
        { title: 'Stale datasets', about: 'Whose newest row is older than its target.', unit: 'short', shows: 'stat', width: 6, limits: { warn: 1, bad: 3 }, ask: { stale: `sum(dataset:crypto_freshness_breach:bool{${DATASET}})` } },
        { title: 'Coins without an answer', about: 'No price for a day: renamed or delisted.', unit: 'short', shows: 'stat', width: 6, limits: { warn: 1, bad: 5 }, ask: { coins: `max(crypto_assets_unanswered{${HERE}}) or vector(0)` } },
      ],
    },
    {
      title: 'Freshness',
      panels: [
        { title: 'Age against its target', about: '1 is the target: above it the dataset is stale.', unit: 'percentunit', width: 12, min: 0, limits: { warn: 0.8, bad: 1 }, ask: { '{{dataset}}': `(time() - max by (dataset) (crypto_dataset_last_success_timestamp_seconds{${DATASET}})) / on (dataset) max by (dataset) (crypto_dataset_freshness_target_seconds{${DATASET}})` } },
        { title: 'Stale', about: '1 while stale.', unit: 'short', width: 12, min: 0, max: 1, ask: { '{{dataset}}': `dataset:crypto_freshness_breach:bool{${DATASET}} > 0` } },
        { title: 'Share of dataset time that was stale', about: 'The goal is 1 % of a month. The hour and the six hours decide about FreshnessBudgetBurnsFast.', unit: 'percentunit', width: 12, min: 0, ask: { '1 h': `namespace:crypto_freshness_error:ratio_avg1h{${HERE}}`, '6 h': `namespace:crypto_freshness_error:ratio_avg6h{${HERE}}`, '3 d': `namespace:crypto_freshness_error:ratio_avg3d{${HERE}}` } },
        { title: 'Health', about: 'HealthScoreLow fires below 80.', unit: 'short', width: 12, min: 0, max: 100, ask: { health: `min(crypto_health_score{${HERE}})` } },
      ],
    },
    {
      title: 'Features',
      panels: [
        { title: 'Known values by group', about: 'Of those that could be known. A group nobody has a key for stays at 0.', unit: 'percentunit', shows: 'bargauge', width: 12, min: 0, max: 1, limits: { warn: 0.9, bad: 0.5, falling: true }, ask: { '{{group}}': `max by (group) (crypto_feature_fill_ratio{${HERE}})` } },
        { title: 'Known values over time', about: 'FeatureFillDropped fires when a group loses half of what it had within a day.', unit: 'percentunit', width: 12, min: 0, max: 1, ask: { '{{group}}': `max by (group) (crypto_feature_fill_ratio{${HERE}})` } },
      ],
    },
  ],
};
