/**
 * The slice of variables about sentiment models. Without MODEL_DIR and with the
 * hub off nothing is loaded and the lexicon scores everything.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnv, variable, type Environment, type Values } from '#queues/runtime/env.js';

/** `owner/name` as on the Hugging Face hub; never a path that climbs. */
const model = z.string().regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/);
const MODEL_RULE = 'a model as owner/name, with an ONNX export in its onnx/ folder';

export const sentimentSlice = {
  MODEL_DIR: variable(z.string().min(1).optional(), 'a folder of models, MODEL_DIR/owner/name/onnx/model.onnx; unset means the lexicon scores', '/srv/models'),
  MODEL_HUB: variable(z.enum(['on', 'off']).default('off'), 'on or off: whether models may be downloaded from huggingface.co into MODEL_DIR', 'on'),
  CRYPTOBERT_MODEL: variable(model.default('kk08/CryptoBERT'), `${MODEL_RULE}; scores crypto texts`, 'kk08/CryptoBERT'),
  FINBERT_MODEL: variable(model.default('ProsusAI/finbert'), `${MODEL_RULE}; scores stock and market texts`, 'ProsusAI/finbert'),
  MODEL_PRECISION: variable(z.enum(['fp32', 'fp16', 'q8', 'q4']).default('fp32'), 'fp32, fp16, q8 or q4: which ONNX file of a model is loaded', 'q8'),
  MODEL_LOAD_MS: variable(z.coerce.number().int().min(100).max(3_600_000).default(120_000), 'milliseconds for loading one model, downloads included, 100 to 3600000', '120000'),
  SENTIMENT_BATCH: variable(z.coerce.number().int().min(1).max(256).default(16), 'texts that a model reads at a time, 1 to 256', '16'),
} as const;
export type SentimentConfig = Values<typeof sentimentSlice>;

/** @throws ConfigError with every problem of the slice. */
export const readSentimentConfig = (env: Environment): SentimentConfig => readEnv(sentimentSlice, env);

/** Whether any model may be loaded at all. */
export const wantsModels = (c: Pick<SentimentConfig, 'MODEL_DIR' | 'MODEL_HUB'>): boolean => c.MODEL_DIR !== undefined || c.MODEL_HUB === 'on';

/** Where models lie, and where downloads are kept: with the hub on and no folder named, the system's temporary one. */
export const modelsFolder = (c: Pick<SentimentConfig, 'MODEL_DIR'>): string => c.MODEL_DIR ?? join(tmpdir(), 'farm-models');
