/**
 * The only door to `process.env`. Each folder declares its own slice of
 * variables; a process reads the slices it needs once, at start, and gets
 * either a frozen object or one error that lists every problem.
 */
import type { z } from 'zod';
import { ConfigError } from '../errors.js';

export interface Variable<T extends z.ZodType = z.ZodType> {
  schema: T;
  /** What a valid value looks like, for the error message and `.env.example`. */
  rule: string;
  example: string;
  secret?: boolean;
}
export type Slice = Record<string, Variable>;
export type Values<S extends Slice> = { readonly [K in keyof S]: z.infer<S[K]['schema']> };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Declares one variable. Empty strings count as absent, as in a `.env` file. */
export const variable = <T extends z.ZodType>(schema: T, rule: string, example: string, extra: { secret?: boolean } = {}): Variable<T> => ({ schema, rule, example, ...extra });

/** The process's own environment; tests and `up` pass another one. */
export const processEnvironment = (): Environment => process.env;

/**
 * Reads a slice. `extraProblems` adds rules that span variables.
 * @throws ConfigError listing every bad variable with its rule and an example; a secret's value is never shown.
 */
export function readEnv<S extends Slice>(slice: S, env: Environment, extraProblems: (values: Values<S>) => string[] = () => []): Values<S> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, v] of Object.entries(slice)) {
    const raw = env[name] === '' ? undefined : env[name];
    const parsed = v.schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} must be ${v.rule} (example: ${v.example})${describe(raw, v)}`);
  }
  if (problems.length === 0) problems.push(...extraProblems(values as Values<S>));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values) as Values<S>;
}

function describe(raw: string | undefined, v: Variable): string {
  if (raw === undefined) return ', but it is not set';
  return v.secret ? `, got ${raw.length} characters` : `, got "${raw.slice(0, 80)}"`;
}

/** Reads several slices and reports the problems of all of them together. */
export function readAll<T extends Record<string, () => unknown>>(readers: T): { [K in keyof T]: ReturnType<T[K]> } {
  const out: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, read] of Object.entries(readers)) {
    try {
      out[name] = read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return out as { [K in keyof T]: ReturnType<T[K]> };
}
