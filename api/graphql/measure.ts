/**
 * How large is a query? Pure. Counted before anything is read: how deep it goes,
 * how many aliases it uses, and how many fields it may make the api produce.
 * Every fragment is measured once, however often it is spread, so that measuring
 * costs no more than reading. Written here because the libraries that count
 * cannot do it in one pass, know no page sizes, and answer in codes of their own.
 */
import { Kind, Lexer, Source, TokenKind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export interface Size {
  depth: number;
  aliases: number;
  /** Fields, each counted once per row of the lists around it. */
  cost: number;
}

/** Most of each that a query may have. */
export const LIMITS: Size = { depth: 8, aliases: 100, cost: 20_000 };
export const MOST_TOKENS = 2_000;

/** Counts no further than it must, before anything is parsed. What does not lex is the parser's to explain. */
export function hasTooManyTokens(query: string): boolean {
  if (query.length <= MOST_TOKENS) return false; // a token is at least a character
  try {
    const lexer = new Lexer(new Source(query));
    for (let i = 0; i <= MOST_TOKENS; i += 1) if (lexer.advance().kind === TokenKind.EOF) return false;
    return true;
  } catch {
    return false; // a syntax error: the parser finds it again and says where
  }
}

const NOTHING: Size = { depth: 0, aliases: 0, cost: 0 };
const both = (a: Size, b: Size): Size => ({ depth: Math.max(a.depth, b.depth), aliases: a.aliases + b.aliases, cost: a.cost + b.cost });

export interface Measured {
  variables: Readonly<Record<string, unknown>>;
  /** Rows that a field answers where the query does not say; 1 for what is no list. */
  usualRows(field: string): number;
}

class Tape {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Size>();
  constructor(
    document: DocumentNode,
    private readonly m: Measured,
  ) {
    this.fragments = new Map(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])));
  }

  set(set: SelectionSetNode | undefined): Size {
    return (set?.selections ?? []).reduce<Size>((sum, s) => {
      if (s.kind === Kind.FIELD) return both(sum, this.field(s));
      return both(sum, s.kind === Kind.FRAGMENT_SPREAD ? this.fragment(s.name.value) : this.set(s.selectionSet));
    }, NOTHING);
  }

  private field(node: FieldNode): Size {
    const aliases = node.alias ? 1 : 0;
    // The schema about itself is off in production and small elsewhere.
    if (node.name.value.startsWith('__')) return { ...NOTHING, aliases };
    const inner = this.set(node.selectionSet);
    return { depth: inner.depth + 1, aliases: inner.aliases + aliases, cost: 1 + this.rows(node) * inner.cost };
  }

  private rows(node: FieldNode): number {
    const asked = node.arguments?.find((a) => a.name.value === 'first' || a.name.value === 'limit')?.value;
    const value = asked?.kind === Kind.VARIABLE ? this.m.variables[asked.name.value] : asked?.kind === Kind.INT && Number(asked.value);
    return typeof value === 'number' && value > 0 ? value : this.m.usualRows(node.name.value);
  }

  private fragment(name: string): Size {
    const known = this.measured.get(name);
    if (known) return known;
    this.measured.set(name, NOTHING); // a fragment within itself is refused by validation; here it only must not hang
    const size = this.set(this.fragments.get(name)?.selectionSet);
    this.measured.set(name, size);
    return size;
  }
}

/** Of the variables only whole numbers matter here. */
const defaultsOf = (operation: OperationDefinitionNode): Record<string, number> =>
  Object.fromEntries((operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => (defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [])));

export function sizeOf(document: DocumentNode, operation: OperationDefinitionNode, m: Measured): Size {
  return new Tape(document, { ...m, variables: { ...defaultsOf(operation), ...m.variables } }).set(operation.selectionSet);
}

/** What is too large, in words that name the limit; undefined where nothing is. */
export function excess(size: Size): string | undefined {
  const over = (Object.keys(LIMITS) as (keyof Size)[]).filter((k) => size[k] > LIMITS[k]);
  return over.length === 0 ? undefined : `the query is too large: ${over.map((k) => `${k} ${size[k]}, at most ${LIMITS[k]}`).join('; ')}`;
}
