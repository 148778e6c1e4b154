/**
 * Queries that ask for one thing the farm keeps serialised anyway: a price or a
 * feature row of now. Once such a query has been answered in the ordinary way,
 * the next one like it is answered from `api/answers`, which forgets it when the
 * next slot lands. What is served this way went through the whole of validation.
 */
import { createHash } from 'node:crypto';
import { Kind, type DocumentNode } from 'graphql';
import { answerKinds, type AnswerKind } from '../answers.js';
import type { Scope } from '../auth/scopes.js';

export interface Plan {
  kind: AnswerKind;
  scope: Scope;
}
const PLANS: Readonly<Record<string, Plan>> = {
  currentPrice: { kind: answerKinds.price, scope: 'read:prices' },
  mlFeatures: { kind: answerKinds.features, scope: 'read:ml-features' },
};

const MOST_KNOWN = 1_000;
const LONGEST_QUERY = 2_000;

/** One operation, fields of one kind; fragments are not worth looking through. */
export function planOf(document: DocumentNode): Plan | undefined {
  const [operation] = document.definitions;
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const names = new Set(operation.selectionSet.selections.map((s) => (s.kind === Kind.FIELD ? s.name.value : '')));
  const [only] = names;
  return names.size === 1 && only !== undefined && Object.hasOwn(PLANS, only) ? PLANS[only] : undefined;
}

export class HotQueries {
  private readonly plans = new Map<string, Plan>();

  /** A query that has just been answered without an error. */
  remember(query: string, document: DocumentNode): void {
    const plan = this.plans.has(query) || query.length > LONGEST_QUERY ? undefined : planOf(document);
    if (!plan) return;
    this.plans.set(query, plan);
    if (this.plans.size > MOST_KNOWN) this.plans.delete(this.plans.keys().next().value as string);
  }

  planFor = (query: string): Plan | undefined => this.plans.get(query);
}

/** Different questions never share a key. */
export const keyOf = (question: { query: string; variables?: unknown; operationName?: unknown }): string =>
  `graphql:${createHash('sha1').update(JSON.stringify([question.query, question.variables ?? null, question.operationName ?? null])).digest('base64url')}`;
