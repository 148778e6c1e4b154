import { parse, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { excess, hasTooManyTokens, sizeOf, type Size } from './measure.js';

const usualRows = (field: string): number => (field === 'list' ? 10 : 1);
function size(query: string, variables = {}): Size {
  const document = parse(query);
  return sizeOf(document, document.definitions.find((d): d is OperationDefinitionNode => d.kind === 'OperationDefinition') as OperationDefinitionNode, { variables, usualRows });
}
/** `{a{a{…}}}`, so many levels. */
const nested = (levels: number): string => '{a'.repeat(levels) + '}'.repeat(levels);

describe('the size of a query', () => {
  it('goes through fragments, named or not, and multiplies by the rows around', () => {
    expect(size('{ x: list { a ...f ... on T { b } } } fragment f on T { c { d } }')).toEqual({ depth: 3, aliases: 1, cost: 1 + 10 * 4 });
    expect(size('query ($n: Int = 7) { list(first: $n) { a } }').cost).toBe(8);
    expect(size('query ($n: Int = 7) { list(first: $n) { a } }', { n: 50 }).cost).toBe(51);
    expect(size('{ list(first: 3) { a { list(limit: 4) { b } } } }').cost).toBe(1 + 3 * (1 + (1 + 4)));
  });

  it('leaves out the schema about itself', () => expect(size('{ __schema { types { name } } a }')).toEqual({ depth: 1, aliases: 0, cost: 1 }));

  it('is measured at once where fragments double thirty times over, or hold themselves', () => {
    const doubling = Array.from({ length: 30 }, (_, i) => `fragment f${i} on T { ...f${i + 1} ...f${i + 1} }`).join(' ');
    expect(size(`{ ...f0 } ${doubling} fragment f30 on T { a }`).cost).toBe(2 ** 30);
    expect(size('{ ...f } fragment f on T { a ...f }').cost).toBe(1);
  });

  it('is refused by name when too deep, and only then', () => {
    expect(excess(size(nested(8)))).toBeUndefined();
    expect(excess(size(nested(9)))).toBe('the query is too large: depth 9, at most 8');
  });

  it('counts tokens before parsing', () => {
    expect(hasTooManyTokens(`{${'a '.repeat(1_998)}}`)).toBe(false);
    expect(hasTooManyTokens(`{${'a '.repeat(2_000)}}`)).toBe(true);
    expect(hasTooManyTokens(`{ a } # ${'x'.repeat(9_000)}`)).toBe(false);
    expect(hasTooManyTokens(`{ "${'x'.repeat(9_000)}`)).toBe(false);
  });
});
