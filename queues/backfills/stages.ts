/**
 * The vocabulary of backfills: what may be asked for, the stages it is done in
 * and the states it goes through. Plain data; every process speaks it.
 */
import type { DatasetName } from '../datasets.js';

/** In the order in which they are done: each is made of the one before. */
export const stages = ['candles', 'indicators', 'features'] as const;
export type Stage = (typeof stages)[number];

/** Datasets that can be filled for the past, and the stage that fills each. */
export const stageOf = { ohlc: 'candles', technical_indicators: 'indicators', ml_features: 'features' } as const satisfies Partial<Record<DatasetName, Stage>>;
export type BackfillDataset = keyof typeof stageOf;
export const backfillDatasets = Object.keys(stageOf) as BackfillDataset[];

const aliases: Readonly<Record<string, BackfillDataset>> = { candles: 'ohlc', ohlc_data: 'ohlc', indicators: 'technical_indicators', features: 'ml_features', ml_features_materialized: 'ml_features' };
/** Every name a dataset may be asked for by. */
export const datasetNamesAsked: readonly string[] = [...backfillDatasets, ...Object.keys(aliases)];
/** A dataset by its name, its table or what people call it; undefined where nothing is called so. */
export const datasetOf = (name: string): BackfillDataset | undefined => backfillDatasets.find((d) => d === name) ?? (Object.hasOwn(aliases, name) ? aliases[name] : undefined);


/** `open`: its chunks are being done. `partial`: over, and some of what could have been done was not. */
export const backfillStates = ['open', 'paused', 'done', 'partial', 'failed', 'cancelled'] as const;
export type BackfillState = (typeof backfillStates)[number];
/** States in which there is still something to come. */
export const unfinished: readonly BackfillState[] = ['open', 'paused'];

/** `open`: not begun, or begun and to be tried again. The last four are final. */
export const chunkStates = ['open', 'running', 'done', 'partial', 'failed', 'cancelled'] as const;
export type ChunkState = (typeof chunkStates)[number];

/** Who asked: a person, or the farm itself for bars it found missing. */
export const origins = ['operator', 'gap'] as const;
export type Origin = (typeof origins)[number];

/** The share of a host's budget that backfills leave alone, so that a slot never waits for the past. */
export const KEPT_FOR_SLOTS = 0.5;
