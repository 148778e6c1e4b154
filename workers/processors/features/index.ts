/**
 * The registry of feature columns, in the order of the table. Adding a line to a
 * group adds the column, the row field, the documentation and the tests.
 */
import { news, social } from './attention.js';
import { calendar } from './calendar.js';
import { crossSection } from './cross-section.js';
import { derivatives } from './derivatives.js';
import { groups, type Feature, type FeatureGroup } from './feature.js';
import { macro, market } from './macro.js';
import { onchain } from './onchain.js';
import { price } from './price.js';
import { quality } from './quality.js';
import { regime } from './regime.js';
import { sentiment } from './sentiment.js';
import { technicalSlow } from './technical-slow.js';
import { technical } from './technical.js';

export const features = {
  ...price, ...technical, ...technicalSlow, ...crossSection, ...sentiment, ...news, ...social, ...macro, ...market, ...onchain, ...derivatives, ...regime, ...calendar, ...quality,
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof features;
export const featureNames = Object.keys(features) as FeatureName[];
/** One value per feature; null is unknown. */
export type FeatureValues = Record<FeatureName, number | null>;

/** Names by group, groups and names in table order. */
export const featureGroups = Object.fromEntries(groups.map((group) => [group, featureNames.filter((name) => features[name].group === group)])) as Record<FeatureGroup, FeatureName[]>;

/** Sum of the versions of all formulas: rises when a formula changes or a feature is added. */
export const FEATURE_VERSION = Object.values<Feature>(features).reduce((sum, { version }) => sum + version, 0);
