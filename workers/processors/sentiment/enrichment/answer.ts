/**
 * What a language model is asked to say about a text, as a schema: the one it is
 * given, and the one its answer must pass. Nothing of an answer is used that did
 * not pass; texts are cut to the width of their columns.
 */
import { z } from 'zod';

export const emotions = ['fear', 'greed', 'euphoria', 'panic', 'uncertainty', 'confidence'] as const;
export const themes = ['regulation', 'adoption', 'technology', 'macro_economic', 'institutional', 'defi', 'security', 'market_structure', 'geopolitical', 'other'] as const;

const schema = z.object({
  emotion: z.enum(emotions).describe('the dominant emotion'),
  psychology: z.string().describe('the crowd psychology the text shows, in at most 30 words'),
  fear_greed: z.number().min(0).max(100).describe('0 extreme fear, 50 neutral, 100 extreme greed'),
  recommendation_strength: z.number().min(-1).max(1).describe('-1 strong sell, 0 hold, 1 strong buy, as the text alone suggests'),
  theme: z.enum(themes).describe('the narrative the text belongs to'),
  summary: z.string().describe('the story in at most 40 words'),
  pattern_context: z.string().nullable().describe('the price pattern or level the text speaks of; null where it speaks of none'),
  confidence: z.number().min(0).max(1).describe('how sure you are of this reading'),
  reasoning: z.string().describe('why, in at most 60 words'),
});
export type LlmAnswer = z.infer<typeof schema>;

/** As the providers take it: every property required, no other allowed. */
export const answerSchema: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(z.toJSONSchema(schema)).filter(([name]) => name !== '$schema'));

/** Longer answers are not even parsed. */
const MOST_CHARACTERS = 20_000;
const WIDTH = { psychology: 300, summary: 600, pattern_context: 300, reasoning: 2_000 } as const;

const cut = (text: string, most: number): string => [...text.trim()].slice(0, most).join('');

const tidy = (a: LlmAnswer): LlmAnswer => ({
  ...a,
  psychology: cut(a.psychology, WIDTH.psychology),
  summary: cut(a.summary, WIDTH.summary),
  pattern_context: a.pattern_context === null ? null : cut(a.pattern_context, WIDTH.pattern_context) || null,
  reasoning: cut(a.reasoning, WIDTH.reasoning),
});

export type Reading = { answer: LlmAnswer; problem?: undefined } | { answer: null; problem: string };

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // JSON has no undefined: the caller says that it was none
  }
}

/** Reads an answer. Never throws; the problem names the field, never the text. */
export function readAnswer(text: string): Reading {
  if (text.length > MOST_CHARACTERS) return { answer: null, problem: `the answer is longer than ${MOST_CHARACTERS} characters` };
  const value = jsonOf(text);
  if (value === undefined) return { answer: null, problem: 'the answer is not JSON, or was cut off' };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { answer: tidy(parsed.data) };
  const issue = parsed.error.issues[0];
  return { answer: null, problem: cut(`${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'unexpected'}`, 200) };
}

/** An answer as it was kept; null when the schema has moved on since. */
export const keptAnswer = (kept: unknown): LlmAnswer | null => schema.safeParse(kept).data ?? null;
