/**
 * Anthropic: POST /v1/messages with one tool whose input is the schema, and no
 * other way to answer. The tool is never run: its input is the answer.
 */
import { z } from 'zod';
import type { Line } from './line.js';
import type { LlmQuestion } from './model.js';

const message = z.object({ content: z.array(z.object({ type: z.string(), input: z.unknown().optional() })) });
const TOOL = 'reading';

export const anthropicHeaders = (key: string): Record<string, string> => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' });

export const anthropic =
  (model: string) =>
  async (line: Line, { system, user, schema, maxTokens }: LlmQuestion, signal: AbortSignal): Promise<string> => {
    const json = {
      model,
      max_tokens: maxTokens,
      system,
      messages: [{ role: 'user', content: user }],
      tools: [{ name: TOOL, description: 'Records the reading of the text.', input_schema: schema }],
      tool_choice: { type: 'tool', name: TOOL },
    };
    const { content } = await line.call({ path: '/v1/messages', json, response: message }, signal);
    const input = content.find((part) => part.type === 'tool_use')?.input;
    return input === undefined ? '' : JSON.stringify(input);
  };
