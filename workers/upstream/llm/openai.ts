/** OpenAI: POST /chat/completions with a strict `json_schema`; the answer is the text of the first choice. A refusal has no content and reads as an empty answer. */
import { z } from 'zod';
import type { Line } from './line.js';
import type { LlmQuestion } from './model.js';

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1) });

export const openaiHeaders = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });

export const openai =
  (model: string) =>
  async (line: Line, { system, user, schema, maxTokens }: LlmQuestion, signal: AbortSignal): Promise<string> => {
    const json = {
      model,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'reading', strict: true, schema } },
      max_completion_tokens: maxTokens,
    };
    const { choices } = await line.call({ path: '/chat/completions', json, response: completion }, signal);
    return choices[0]?.message.content ?? '';
  };
