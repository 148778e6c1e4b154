/**
 * Ollama: POST /api/generate with the schema as `format`, one JSON object back,
 * the answer's text in `response`. GET /api/tags lists the models that are
 * pulled; a model that is not is found out before the first call, not by every one.
 */
import { z } from 'zod';
import { UpstreamError } from '#queues/errors.js';
import type { Clock } from '#queues/runtime/clock.js';
import { ModelMissingError } from './balance.js';
import type { Line } from './line.js';
import type { LlmQuestion } from './model.js';

const tags = z.object({ models: z.array(z.object({ name: z.string() })) });
const generated = z.object({ response: z.string() });

/** A model may be pulled while the farm runs: absence is believed this long, farm ms. */
const ABSENT_FOR_MS = 300_000;

/** `llama3.1` means `llama3.1:latest`. */
const tagged = (model: string): string => (model.includes(':') ? model : `${model}:latest`);

export function ollama(model: string, clock: Clock): (line: Line, question: LlmQuestion, signal: AbortSignal) => Promise<string> {
  const checked = new Map<string, { present: boolean; atMs: number }>();
  const check = async (line: Line, signal: AbortSignal): Promise<void> => {
    let known = checked.get(line.url);
    if (!known || (!known.present && clock.nowMs() - known.atMs > ABSENT_FOR_MS)) {
      const { models } = await line.call({ path: '/api/tags', response: tags }, signal);
      known = { present: models.some((m) => m.name === tagged(model)), atMs: clock.nowMs() };
      checked.set(line.url, known);
    }
    if (!known.present) throw new ModelMissingError('ollama', model);
  };
  return async (line, { system, user, schema, maxTokens }, signal) => {
    await check(line, signal);
    const json = { model, system, prompt: user, format: schema, stream: false, options: { temperature: 0, seed: 1, num_predict: maxTokens } };
    try {
      return (await line.call({ path: '/api/generate', json, response: generated }, signal)).response;
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.fields.status !== 404) throw error;
      checked.set(line.url, { present: false, atMs: clock.nowMs() });
      throw new ModelMissingError('ollama', model);
    }
  };
}
