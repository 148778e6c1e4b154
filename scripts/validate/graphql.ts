/** GraphQL answers the first query of the contract. */
import { z } from 'zod';
import { askHttp } from '../target/target.js';
import { Broken, keyFor, type Check } from './check.js';

const shape = z.object({ data: z.object({ currentPrice: z.object({ symbol: z.string(), price: z.number(), timestamp: z.iso.datetime() }) }) });

export const graphqlCheck: Check = {
  name: 'graphql',
  promise: '{ currentPrice { symbol price timestamp } } answers',
  run: async ({ target, symbol }) => {
    const query = 'query ($symbol: String!) { currentPrice(symbol: $symbol) { symbol price timestamp } }';
    const { status, text } = await askHttp(`${target.api}/graphql`, keyFor(target, 'readonly'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables: { symbol } }) });
    const parsed = status === 200 ? shape.safeParse(JSON.parse(text)) : undefined;
    if (!parsed?.success) throw new Broken(`/graphql answered ${status}: ${text.slice(0, 200)}`, 'look into the api\'s log; is api/graphql/schema.graphql the one of this version?');
    return `${parsed.data.data.currentPrice.symbol} ${parsed.data.data.currentPrice.price}`;
  },
};
