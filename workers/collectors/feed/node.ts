/** Reading what fast-xml-parser hands back, whose shape depends on what was there: text, an object, or a list of either. Pure. */
export type Node = Readonly<Record<string, unknown>>;

export const object = (value: unknown): Node => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {});

/** None, one or several, as a list. */
export function nodes(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Without the marks of CDATA around its parts; one pass, however many there are. */
function unwrapped(text: string): string {
  const [before, ...sections] = text.split('<![CDATA[');
  return [before, ...sections.map((s) => s.replace(']]>', ''))].join('');
}

/** The text of the first node that has any, CDATA unwrapped; empty when there is none. */
export function words(value: unknown): string {
  for (const node of nodes(value)) {
    const text = typeof node === 'string' ? node : object(node)['#'];
    const trimmed = typeof text === 'string' ? unwrapped(text).trim() : '';
    if (trimmed !== '') return trimmed;
  }
  return '';
}
