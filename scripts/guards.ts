/**
 * The table of lessons in scripts/testing/README.md: how the system before this one
 * failed, and which tests would notice if this one did. Read from the document, so
 * that it cannot say more than is tested. Pure.
 */
import { z } from 'zod';

export interface Guard {
  /** Row of the table. */
  lesson: number;
  file: string;
  /** As it stands in the test: `%s` is whatever the runner puts there. */
  test: string;
}

const ROW = /^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm;
const GUARD = /`([^`]+\.test\.ts)` ([^<]+)/g;

/** Rows of the table, in its order. */
export const lessonsIn = (readme: string): { lesson: number; guards: Guard[] }[] =>
  [...readme.matchAll(ROW)].map(([, number, , cell = '']) => ({
    lesson: Number(number),
    guards: [...cell.matchAll(GUARD)].map(([, file = '', test = '']) => ({ lesson: Number(number), file, test: test.trim() })),
  }));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** What a test is called when it runs: the runner fills in `%s`, `%d`, `%j`, `$name`. */
const nameWhenRun = (test: string): RegExp => new RegExp(`^${test.split(/%[sdji]/).map(escaped).join('[^]*')}$`);

const reportSchema = z.object({ testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) })) });

/** Guards no test of which has passed in the run. @param report vitest's JSON. @throws ZodError when it is not one. */
export function unguarded(guards: readonly Guard[], report: unknown): Guard[] {
  const files = reportSchema.parse(report).testResults;
  return guards.filter((g) => {
    const name = nameWhenRun(g.test);
    const ran = files.filter((f) => f.name === g.file || f.name.endsWith(`/${g.file}`)).flatMap((f) => f.assertionResults).filter((a) => name.test(a.title));
    return !ran.some((a) => a.status === 'passed') || ran.some((a) => a.status === 'failed');
  });
}
