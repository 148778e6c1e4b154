/** The registry of Query's fields, and the schema made of them. `schema.graphql` is this schema in words, written by `npm run generate`. */
import { GraphQLObjectType, GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { collectors, derivatives, events, health, macro, macroHistory, narratives, news, onchain, patterns, regime, restatements, sentiment, signals } from './facts.js';
import type { QueryField } from './field.js';
import { candleBars, currentPrice, indicatorHistory, indicators, mlFeatures, prices, symbols } from './market.js';
import { Types } from './types.js';

const fields: Record<string, QueryField> = {
  symbols,
  currentPrice,
  prices,
  candles: candleBars,
  indicators,
  indicatorHistory,
  mlFeatures,
  sentiment,
  news,
  macro,
  macroHistory,
  onchain,
  derivatives,
  regime,
  patterns,
  signals,
  events,
  narratives,
  restatements,
  collectors,
  health,
};

export function createSchema(): GraphQLSchema {
  const types = new Types();
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field(name, types)])) }) });
}

export const sdl = (): string => `# Written by \`npm run generate\` from the schemas of api/views and the fields of api/graphql.\n\n${printSchema(lexicographicSortSchema(createSchema()))}\n`;
