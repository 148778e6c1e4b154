/**
 * The registry of feature columns, in the order of the table. Adding a line to a
 * group adds the column, the row field, the documentation and the tests.
 */
import { createHash } from 'node:crypto';
import { calendar } from './calendar.js';
import { crossSection } from './cross-section.js';
import type { Feature, FeatureGroup } from './feature.js';
import { price } from './price.js';
import { quality } from './quality.js';
import { technicalSlow } from './technical-slow.js';
import { technical } from './technical.js';

export const features = { ...price, ...technical, ...technicalSlow, ...crossSection, ...calendar, ...quality } as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof features;
export const featureNames = Object.keys(features) as FeatureName[];
/** One value per feature; null is unknown. */
export type FeatureValues = Record<FeatureName, number | null>;

/** Names by group, groups and names in table order. */
const groups: FeatureGroup[] = ['price', 'technical', 'cross_section', 'calendar', 'quality'];
export const featureGroups = Object.fromEntries(groups.map((group) => [group, featureNames.filter((name) => features[name].group === group)])) as Record<FeatureGroup, FeatureName[]>;

/** Changes when a feature is added, dropped, or its version rises: `COUNT-DIGEST`. */
export const FEATURE_VERSION = versionOf(features);

/** @returns the number of features and eight hex digits of SHA-256 over every name and version. */
export function versionOf(registry: Record<string, Feature>): string {
  const entries = Object.entries(registry).map(([name, { version }]) => `${name}@${version}`);
  return `${entries.length}-${createHash('sha256').update(entries.sort().join('\n')).digest('hex').slice(0, 8)}`;
}
