/** The table of jobs. Name → contract; payload and handler types are read off it. */
import type { z } from 'zod';
import { backfillChunk } from './backfill.js';
import { collect } from './collect.js';
import { narratives, patterns, regime, sentiment, signals } from './digest.js';
import { featureChunk, features, indicators } from './process.js';
import { archive, audit, backfills, gaps, reconcile, tick, tidy, watch } from './upkeep.js';

export const jobs = { collect, indicators, features, 'feature-chunk': featureChunk, sentiment, narratives, patterns, signals, regime, tick, reconcile, watch, audit, tidy, gaps, archive, backfills, 'backfill-chunk': backfillChunk } as const;

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];
export type Payload<N extends JobName> = z.infer<(typeof jobs)[N]['payload']>;
export const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name);
