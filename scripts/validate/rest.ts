/** REST answers what a trading engine asks, and refuses in the promised shape. */
import { z } from 'zod';
import { answered, refused } from './answers.js';
import { Broken, keyFor, type Check, type CheckContext } from './check.js';

const price = z.looseObject({ symbol: z.string(), current_price: z.number(), timestamp: z.iso.datetime(), available_at: z.iso.datetime(), data_source: z.string().min(1) });
const features = z.looseObject({ symbol: z.string(), timestamp: z.iso.datetime(), feature_count: z.number(), features: z.record(z.string(), z.unknown()) });
const candles = z.looseObject({ interval: z.literal('5m'), data: z.array(z.looseObject({ timestamp: z.iso.datetime(), close: z.number(), is_final: z.boolean() })) });
const technical = z.looseObject({ timeframe: z.literal('5m'), indicators: z.record(z.string(), z.unknown()) });

/** A farm that has just come up stores its first slot while we ask. */
const PATIENCE_MS = 60_000;
const check = (name: string, promise: string, run: (ctx: CheckContext) => Promise<string>): Check => ({ name, promise, run });

const answers: readonly Check[] = [
  check('rest.price', 'the current price of a symbol, with its source', async (ctx) => {
    const { symbol, current_price, data_source } = await answered(ctx, `/api/v1/prices/current/${ctx.symbol}`, keyFor(ctx.target, 'readonly'), price);
    return `${symbol} ${current_price} (${data_source})`;
  }),
  check('rest.features', 'the current features of a symbol', async (ctx) => {
    const { feature_count } = await answered(ctx, `/api/v1/ml-features/${ctx.symbol}/current?format=flat`, keyFor(ctx.target, 'trading'), features);
    if (feature_count < 60) throw new Broken(`only ${feature_count} features are known of ${ctx.symbol}`, 'let the history fill (HISTORY_BARS), or look for a source that is off');
    return `${feature_count} features`;
  }),
  check('rest.candles', 'candles of a symbol, final ones among them', async (ctx) => {
    const { data } = await answered(ctx, `/api/v1/prices/historical/${ctx.symbol}?interval=5m&days=1`, keyFor(ctx.target, 'readonly'), candles);
    if (!data.some((c) => c.is_final)) throw new Broken(`no final candle of ${ctx.symbol} in a day`, 'see the dataset ohlc in /api/v1/farm');
    return `${data.length} candles`;
  }),
  check('rest.technical', 'indicators of a symbol', async (ctx) => {
    const { indicators } = await answered(ctx, `/api/v1/technical/${ctx.symbol}?timeframe=5m`, keyFor(ctx.target, 'readonly'), technical);
    return `${Object.values(indicators).filter((v) => v !== null).length} indicators`;
  }),
];

const refusals: readonly Check[] = [
  check('keys.none', 'nobody reads without a key', (ctx) => refused(ctx, `/api/v1/prices/current/${ctx.symbol}`, undefined, { status: 401, code: 'INVALID_API_KEY' })),
  check('keys.wrong', 'nobody reads with a key of somebody else', (ctx) => refused(ctx, `/api/v1/prices/current/${ctx.symbol}`, 'a-key-that-nobody-was-ever-given', { status: 401, code: 'INVALID_API_KEY' })),
  check('keys.scope', 'the readonly key reads no features', (ctx) => refused(ctx, `/api/v1/ml-features/${ctx.symbol}/current`, keyFor(ctx.target, 'readonly'), { status: 403, code: 'FORBIDDEN_SCOPE' })),
  check('errors.symbol', 'an unknown symbol is 404 in the error shape', (ctx) => refused(ctx, '/api/v1/prices/current/NOSUCHCOIN', keyFor(ctx.target, 'readonly'), { status: 404, code: 'INVALID_SYMBOL' })),
  check('errors.question', 'a wrong question is 400 in the error shape', (ctx) => refused(ctx, `/api/v1/prices/historical/${ctx.symbol}?days=never`, keyFor(ctx.target, 'readonly'), { status: 400, code: 'VALIDATION_ERROR' })),
];

export const restChecks: readonly Check[] = [...answers.map((c) => ({ ...c, patienceMs: PATIENCE_MS })), ...refusals];
