/**
 * The least an apollo-server-express 3 server can do: `currentPrice` of a row at
 * hand, its other settings untouched. A process of its own; the row arrives on
 * stdin, the port leaves on stdout.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, gql } from 'apollo-server-express';
import express from 'express';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const row: unknown = JSON.parse(Buffer.concat(chunks).toString());

const typeDefs = gql`
  type Price {
    symbol: String!
    price: Float
    timestamp: String!
  }
  type Query {
    currentPrice(symbol: String!): Price
  }
`;
const apollo = new ApolloServer({ typeDefs, resolvers: { Query: { currentPrice: () => row } }, cache: 'bounded' });
await apollo.start();
const app = express();
// Apollo was compiled against older express types than ours; the application is the same.
apollo.applyMiddleware({ app: app as never });
const server = createServer(app).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
