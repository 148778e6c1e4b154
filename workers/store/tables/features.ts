/**
 * The feature matrix. Its columns come from the registry of features: adding
 * one there and running `npm run generate` is all it takes. Unknown is NULL.
 */
import { double, instant, integer, json, maybe, ofWriting, table, text, type Column, type Computed, type Row } from '../table.js';
import { featureGroups, features, type FeatureName } from '../../processors/features/index.js';
import type { Feature } from '../../processors/features/feature.js';
import { originsOf, type Origin } from '../../processors/features/origins.js';
import { FIVE_YEARS } from '../retention/days.js';
import { provenance } from './provenance.js';

const fixed = {
  symbol: text(20, 'ticker in the registry'),
  timestamp: instant('the slot: every input was known by then'),
  feature_version: integer('sum of the versions of all formulas: rises when any of them changes'),
  fill_ratio: double('share of the feature columns that are known, 0 to 1'),
  data_quality_score: maybe(double('0 to 1: known columns, weighed by how fresh their inputs are')),
  lineage: json<Readonly<Record<string, string | null>>>('instant of the newest input read: per table and timeframe, and per source beside them; null where there was none'),
  job_id: ofWriting(text(120, 'job that computed the row')),
  ...provenance,
};

const values = Object.fromEntries(Object.entries<Feature>(features).map(([name, f]) => [name, maybe(double(`${f.formula} [${f.unit}]`))])) as Record<FeatureName, Column<number | null>>;

export const mlFeatures = table({
  database: 'prices',
  name: 'ml_features_materialized',
  doc: 'One row of features per symbol and five-minute slot',
  columns: { ...fixed, ...values },
  key: ['symbol', 'timestamp'],
  indexes: { by_time: ['timestamp'] },
  partition: { by: 'timestamp', every: 'month' },
  keep: { by: 'timestamp', days: FIVE_YEARS },
  versioned: true,
});
export type FeatureRow = Row<typeof mlFeatures>;

/** What a row of history is stored from; a number per feature, in the order of the registry. */
export type ComputedFeatures = Computed<Omit<FeatureRow, FeatureName>>;

type Values = Record<FeatureName, number | null>;
/**
 * A row from its fixed columns and one value per feature. Takes over `of` instead
 * of copying it: V8 spends 0.7 ms on spreading two objects of more than 128
 * properties in all, and 0.01 ms on adding the fixed columns to the larger one.
 */
export const featureRow = (key: Omit<FeatureRow, keyof typeof values>, of: Values): FeatureRow => Object.assign(of, key);

/** Group → its columns, for whoever reads rows and may not see the processors. */
export { featureGroups };
export type { Origin as FeatureOrigin };
/** What each feature rests on; features that are expected in every row are left out. */
export const featureOrigins: Readonly<Record<string, readonly Origin[]>> = Object.fromEntries(Object.entries<Feature>(features).flatMap(([name, f]) => (originsOf(f).length > 0 ? [[name, originsOf(f)]] : [])));
export type { FeatureName };
