/** The scalars that GraphQL lacks. Both leave as the views made them. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError('a DateTime is a text');
  return value;
}

/** As an argument it is read by the same schema as REST's, which refuses what is no instant. */
export const dateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601, UTC; as an argument UTC where it names no zone',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: textOf,
  parseValue: textOf,
  parseLiteral: (node: ValueNode) => textOf(node.kind === Kind.STRING ? node.value : undefined),
});

/** Never an argument: nothing of ours asks with a structure of unknown shape. */
export const jsonScalar = new GraphQLScalarType({ name: 'JSON', description: 'Values by name, where the names are data themselves', serialize: (value) => value });
