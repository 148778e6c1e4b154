/** Collected series beside prices: macro, on-chain, derivatives, sentiment and signals, in the prices database. */
import { boolean, double, instant, integer, json, maybe, table, text, type Restated, type Row } from '../table.js';
import { FIVE_YEARS } from '../retention/days.js';
import { provenance } from './provenance.js';

export const sentimentData = table({
  database: 'prices',
  name: 'sentiment_data',
  doc: 'Sentiment of one text or one source about one symbol, as one model scored it',
  columns: {
    symbol: text(20, 'ticker in the registry, or MARKET for the market as a whole'),
    source: text(40, 'what was scored: a news site, a forum, an index'),
    item_id: text(120, 'id of the scored text in its source'),
    analyzed_at: instant('when the text became known: the event time'),
    model: text(80, 'model and version that scored it; a lexicon is named as such'),
    sentiment_score: maybe(double('P(positive) − P(negative), -1 to 1; NULL where the model failed')),
    confidence: maybe(double('probability of the likeliest label, 0 to 1')),
    label: maybe(text(20, "the likeliest label, by the model's own id2label")),
    market_type: text(10, 'crypto or stock'),
    ...provenance,
  },
  key: ['symbol', 'source', 'item_id', 'model'],
  // by_known covers the windows of all symbols at once (repositories/windows.ts).
  indexes: { by_time: ['symbol', 'analyzed_at'], by_source: ['source', 'analyzed_at'], by_known: ['available_at', 'analyzed_at', 'sentiment_score', 'market_type'] },
  onRepeat: 'keep',
});
export type SentimentRow = Row<typeof sentimentData>;

/** Closes come rounded to seven digits, whose last may flip; no publisher revises by less. */
export const restatedMacro = { dataset: 'macro', named: ['series', 'period'], columns: ['value'], tolerance: 1e-6, large: 0.1 } as const satisfies Restated;

export const macroIndicators = table({
  database: 'prices',
  name: 'macro_indicators',
  doc: 'Observations of macro and market series with their vintages: a revision is a new row',
  columns: {
    series: text(40, 'name in the registry of series, such as VIXCLS or FEAR_GREED'),
    period: instant('start of the period the value describes'),
    available_at: provenance.available_at,
    data_source: provenance.data_source,
    value: maybe(double('the value in the unit of the series; NULL where the publisher gave none')),
    unit: maybe(text(40, 'unit of the value')),
    period_end: maybe(instant('end of the period, where it is not a point in time')),
    ingested_at: provenance.ingested_at,
  },
  key: ['series', 'period', 'available_at', 'data_source'],
  indexes: { by_known: ['series', 'available_at'] },
  onRepeat: 'keep',
  restated: restatedMacro,
});
export type MacroRow = Row<typeof macroIndicators>;

export const onchainData = table({
  database: 'prices',
  name: 'onchain_data',
  doc: 'On-chain and protocol figures, one metric a row',
  columns: {
    symbol: text(20, 'ticker the figure is about, or MARKET'),
    metric: text(60, 'name in the registry of metrics, such as hash_rate or tvl'),
    observed_at: instant('instant the figure describes'),
    data_source: provenance.data_source,
    value: maybe(double('the figure, in its unit')),
    unit: maybe(text(40, 'unit of the figure')),
    chain: maybe(text(40, 'chain, where the figure is of one chain of several')),
    available_at: provenance.available_at,
    ingested_at: provenance.ingested_at,
  },
  key: ['symbol', 'metric', 'observed_at', 'data_source'],
  indexes: { by_known: ['symbol', 'metric', 'available_at'] },
  onRepeat: 'keep',
});
export type OnchainRow = Row<typeof onchainData>;

export const derivativesData = table({
  database: 'prices',
  name: 'derivatives_data',
  doc: 'Perpetual futures per symbol and venue: funding, open interest, basis',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    venue: text(20, 'exchange'),
    observed_at: instant('instant the figures describe'),
    market: text(40, "the venue's own name of the contract"),
    mark_price: maybe(double('mark price of one coin, in the quote currency')),
    index_price: maybe(double('index price of one coin, in the quote currency')),
    basis: maybe(double('mark_price / index_price − 1')),
    funding_rate: maybe(double('funding of one interval as a fraction: the running estimate, or what was paid where funding_final says so')),
    funding_final: maybe(boolean('true where observed_at is the instant at which funding_rate was paid; false in snapshots')),
    funding_interval_hours: maybe(integer('length of the funding interval')),
    next_funding_at: maybe(instant('when funding is paid next')),
    open_interest: maybe(double('open interest in coins, every contract counted once')),
    open_interest_value: maybe(double('open interest in the quote currency, every contract counted once')),
    volume_24h: maybe(double('traded volume of the last 24 hours, in the quote currency')),
    quality_score: maybe(double('0 to 1: what the validator makes of the row')),
    quality_reasons: maybe(json<string[]>('why it is below 1')),
    ...provenance,
  },
  key: ['symbol', 'venue', 'observed_at'],
  indexes: { by_known: ['symbol', 'available_at'] },
  partition: { by: 'observed_at', every: 'month' },
  keep: { by: 'observed_at', days: FIVE_YEARS },
  onRepeat: 'keep',
});
export type DerivativesRow = Row<typeof derivativesData>;

export const tradingSignals = table({
  database: 'prices',
  name: 'trading_signals',
  doc: 'Signals found in stored rows. Written only when a rule fired: a row without a signal does not exist',
  columns: {
    symbol: text(20, 'ticker in the registry'),
    timestamp: instant('close of the bar on which the rule fired'),
    signal_name: text(60, 'rule that fired, with its timeframe and version'),
    direction: text(10, 'buy or sell'),
    strength: maybe(double('0 to 1')),
    price: maybe(double('price the rule saw, in the quote currency')),
    evidence: json<Record<string, number | string | null>>('the values the rule looked at'),
    ...provenance,
  },
  key: ['symbol', 'timestamp', 'signal_name'],
  indexes: { by_time: ['timestamp'] },
  // A signal that was given was given; a restated bar does not take it back.
  onRepeat: 'keep',
});
export type TradingSignalRow = Row<typeof tradingSignals>;
