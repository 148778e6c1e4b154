/** What a PromQL text names, by Prometheus' own grammar. */
import { parser } from '@prometheus-io/lezer-promql';

export interface Selected {
  metric: string;
  /** Labels that the selector matches on. */
  labels: string[];
}
export interface Query {
  selected: Selected[];
  /** Labels named by `by`, `on` and `group_left`. */
  grouped: string[];
}

type Cursor = ReturnType<ReturnType<typeof parser.parse>['cursor']>;
const textOf = (c: Pick<Cursor, 'from' | 'to'>, expr: string): string => expr.slice(c.from, c.to);

/** @throws Error pointing at the first thing that is no PromQL. */
export function readQuery(expr: string): Query {
  const query: Query = { selected: [], grouped: [] };
  const cursor = parser.parse(expr).cursor();
  do {
    if (cursor.type.isError) throw new Error(`no PromQL at "${expr.slice(Math.max(0, cursor.from - 20), cursor.from + 20)}" of ${expr}`);
    const parent = cursor.node.parent?.name;
    if (cursor.name === 'VectorSelector') query.selected.push({ metric: textOf(cursor.node.firstChild ?? cursor, expr), labels: [] });
    if (cursor.name !== 'LabelName') continue;
    if (parent === 'GroupingLabels') query.grouped.push(textOf(cursor, expr));
    else query.selected.at(-1)?.labels.push(textOf(cursor, expr));
  } while (cursor.next());
  return query;
}
