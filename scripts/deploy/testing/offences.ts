/** Every way to break a JSON schema (draft 7, as far as the chart's uses it): one set of values per rule, wrong in that rule alone. */
export interface JsonSchema {
  $ref?: string;
  definitions?: Record<string, JsonSchema>;
  type?: string;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  minItems?: number;
  minProperties?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  not?: JsonSchema;
}
export interface Offence {
  path: string;
  rule: string;
  broken: unknown;
}
type Path = readonly (string | number)[];

/** A copy of `root` with `value` at the path; what is missing on the way is made. */
function withValue(root: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  if (typeof head === 'number') {
    const list = Array.isArray(root) ? [...(root as unknown[])] : [];
    list[head] = withValue(list[head], rest, value);
    return list;
  }
  const object = (root ?? {}) as Record<string, unknown>;
  return { ...object, [head]: withValue(object[head], rest, value) };
}
const at = (root: unknown, path: Path): unknown => path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key as string], root);

/** Values that break the rules of a single value. */
function wrongValues(s: JsonSchema): [rule: string, value: unknown][] {
  const wrong: [string, unknown][] = [];
  if (s.type !== undefined) wrong.push(['type', s.type === 'string' ? { not: 'a string' } : 'not of this type']);
  if (s.enum) wrong.push(['enum', 'no such word']);
  if (s.pattern !== undefined) wrong.push(['pattern', ' !']);
  if (s.minimum !== undefined) wrong.push(['minimum', s.minimum - 1]);
  if (s.maximum !== undefined) wrong.push(['maximum', s.maximum + 1]);
  if (s.minLength !== undefined) wrong.push(['minLength', '']);
  if (s.minItems !== undefined) wrong.push(['minItems', []]);
  if (s.minProperties !== undefined) wrong.push(['minProperties', {}]);
  return wrong;
}

/** Objects that break the rules of an object's keys. @param present what stands there. */
function wrongKeys(s: JsonSchema, present: Record<string, unknown>): [rule: string, value: unknown][] {
  const wrong: [string, unknown][] = (s.required ?? []).map((name) => ['required', Object.fromEntries(Object.entries(present).filter(([k]) => k !== name))]);
  if (s.additionalProperties === false) wrong.push(['additionalProperties', { ...present, misspelt: 1 }]);
  if (s.propertyNames) wrong.push(['propertyNames', { ...present, 'no name': null }]);
  return wrong;
}

/** Every rule below a schema, each with values that break it. Pure. */
export function offences(root: JsonSchema, values: unknown): Offence[] {
  const found: Offence[] = [];
  const walk = (given: JsonSchema, path: Path): void => {
    const s = given.$ref === undefined ? given : (at(root, given.$ref.split('/').slice(1)) as JsonSchema);
    const present = (at(values, path) ?? {}) as Record<string, unknown>;
    const wrong = [...wrongValues(s), ...wrongKeys(s, present)];
    found.push(...wrong.map(([rule, value]) => ({ path: path.join('.'), rule, broken: withValue(values, path, value) })));
    for (const [name, child] of Object.entries(s.properties ?? {})) walk(child, [...path, name]);
    if (typeof s.additionalProperties === 'object') walk(s.additionalProperties, [...path, Object.keys(present)[0] ?? 'ANY_NAME']);
    if (s.items) walk(s.items, [...path, 0]);
    for (const form of s.anyOf ?? []) if (form.type !== 'null') walk(form, path);
  };
  walk(root, []);
  return found;
}
