/** Why a source is not collected: nobody wants it, or none of its hosts has its key. Pure. */
import { sideSources, sourceNames, sources, type SourceName } from '#queues/sources.js';
import { datasets, type DatasetName } from '#queues/datasets.js';
import type { HostName } from '../upstream/hosts.js';
import type { CollectorsConfig } from './config.js';
import { collectors } from './index.js';

export type MissingKey = (host: HostName) => string | undefined;
type Wanted = Pick<CollectorsConfig, 'SOURCES'>;

/** The reason, or undefined for a source that is on. */
export function offReason(source: SourceName, { SOURCES }: Wanted, missingKey: MissingKey): string | undefined {
  if (SOURCES !== 'all' && !SOURCES.includes(source)) return `not among SOURCES (${SOURCES.join(',')})`;
  const { host, others = [] } = collectors[source];
  const missing = [host, ...others].map(missingKey);
  return missing.every((key) => key !== undefined) ? `${[...new Set(missing)].join(' or ')} is not set` : undefined;
}

/** The same for a dataset: a digest is off when everything it is made of beside the chain is. */
export function offDataset(dataset: DatasetName, wanted: Wanted, missingKey: MissingKey): string | undefined {
  const source = sourceNames.find((s) => sources[s].dataset === dataset);
  if (source) return offReason(source, wanted, missingKey);
  const feeds = (datasets[dataset].after as readonly DatasetName[]).filter((d) => datasets[d].part === 'side');
  const off = feeds.map((d) => offDataset(d, wanted, missingKey));
  return feeds.length > 0 && off.every((reason) => reason !== undefined) ? `${feeds.join(', ')} are off` : undefined;
}

/** Every side source that is off, with its reason. */
export const sourcesOff = (wanted: Wanted, missingKey: MissingKey): { source: SourceName; reason: string }[] =>
  sideSources.flatMap((source) => {
    const reason = offReason(source, wanted, missingKey);
    return reason ? [{ source, reason }] : [];
  });
