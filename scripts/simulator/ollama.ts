/**
 * Ollama's API as far as the farm asks for it: `/api/tags`, and `/api/generate`
 * without streaming. The answer follows from the words of the text, so that the
 * same text always reads the same. Models that misbehave have names that say how;
 * a model that is not listed is a 404, as it is there.
 */
import { z } from 'zod';
import type { Answer, Call } from './answer.js';
import { json } from './answer.js';
import { streamKey, uniform } from './hash.js';

/** What each model makes of a good answer. `again`: whether the prompt says that a first answer was refused. */
const models: Readonly<Record<string, (good: string, again: boolean) => { response: string; done_reason: 'stop' | 'length' }>> = {
  'llama3.1:8b': (good) => ({ response: good, done_reason: 'stop' }),
  'not-json:latest': () => ({ response: 'Sure! The text sounds quite positive to me.', done_reason: 'stop' }),
  'off-schema:latest': (good) => ({ response: good.replace(/"fear_greed":-?\d+/, '"fear_greed":"very greedy"'), done_reason: 'stop' }),
  'off-schema-once:latest': (good, again) => ({ response: again ? good : '{"emotion":"joy"}', done_reason: 'stop' }),
  'cut-off:latest': (good) => ({ response: good.slice(0, good.length >> 1), done_reason: 'length' }),
};

const generate = z.object({ model: z.string(), prompt: z.string(), format: z.unknown().optional(), stream: z.boolean().optional() });
const NOT_FOUND = (model: string): Answer => json(404, { error: `model '${model}' not found` });

const BRIGHT = /\b(?:surg|soar|ris|rose|gain|record|rally|bull|approv|inflow|adopt|profit|high|upgrade|launch|partner)\w*/gi;
const DARK = /\b(?:plung|fall|fell|drop|crash|hack|fear|loss|ban|bear|lawsuit|fraud|liquidat|outflow|panic|low|reject|exploit|scam)\w*/gi;
const THEMES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sec|regulat|lawsuit|ban|approv|court)\w*/i, 'regulation'],
  [/\b(?:hack|exploit|scam|stolen)\w*/i, 'security'],
  [/\b(?:etf|fund|institution|bank|treasury)\w*/i, 'institutional'],
  [/\b(?:fed|inflation|rates?|jobs|gdp)\b/i, 'macro_economic'],
  [/\b(?:defi|stak|yield|lend)\w*/i, 'defi'],
  [/\b(?:upgrade|mainnet|network|protocol|launch)\w*/i, 'technology'],
  [/\b(?:adopt|pay|merchant)\w*/i, 'adoption'],
];

function emotionOf(strength: number): string {
  if (strength > 0.6) return 'euphoria';
  if (strength > 0.1) return 'greed';
  if (strength < -0.6) return 'panic';
  return strength < -0.1 ? 'fear' : 'uncertainty';
}

/** A reading that passes the farm's schema. */
function reading(text: string, seed: number): string {
  const [bright, dark] = [text.match(BRIGHT)?.length ?? 0, text.match(DARK)?.length ?? 0];
  const strength = Math.round(((bright - dark) / (bright + dark + 1)) * 100) / 100;
  const confidence = Math.round((0.5 + 0.45 * uniform(streamKey(seed, text), 1)) * 100) / 100;
  return JSON.stringify({
    emotion: emotionOf(strength),
    psychology: bright + dark > 2 ? 'A crowd in motion.' : 'Little excitement.',
    fear_greed: Math.round(50 + 50 * strength),
    recommendation_strength: strength,
    theme: THEMES.find(([words]) => words.test(text))?.[1] ?? 'other',
    summary: text.split('\n')[0]?.slice(0, 200) ?? '',
    pattern_context: /\b(?:support|resistance|breakout|range)\b/i.exec(text)?.[0] ?? null,
    confidence,
    reasoning: `${bright} hopeful and ${dark} worried words.`,
  });
}

/** The material: what stands between the first line and the next one like it. */
function materialOf(prompt: string): { text: string; again: boolean } {
  const [mark = '', ...lines] = prompt.split('\n');
  const end = lines.indexOf(mark);
  return { text: lines.slice(0, end < 0 ? undefined : end).join('\n'), again: end >= 0 && end < lines.length - 1 };
}

export class Ollama {
  constructor(private readonly seed: number) {}

  answer(call: Call): Answer | null {
    if (call.path === '/api/tags' && call.method === 'GET') return this.tags(call.nowMs);
    if (call.path === '/api/generate' && call.method === 'POST') return this.generate(call);
    return null;
  }

  private tags(nowMs: number): Answer {
    const modified_at = new Date(nowMs - 86_400_000).toISOString();
    return json(200, { models: Object.keys(models).map((name) => ({ name, model: name, modified_at, size: 4_661_230_766, digest: '365c0bd3c000a25d28ddbf732fe1c6add414de7275464c4e4d1c3b5fcb5d8ad1', details: { format: 'gguf', family: 'llama', parameter_size: '8.0B', quantization_level: 'Q4_0' } })) });
  }

  private generate({ posted, nowMs }: Call): Answer {
    const asked = generate.safeParse(jsonOf(posted));
    if (!asked.success) return json(400, { error: 'missing request body' });
    const { model, prompt, format } = asked.data;
    const play = models[model.includes(':') ? model : `${model}:latest`];
    if (!play) return NOT_FOUND(model);
    const { text, again } = materialOf(prompt);
    const good = typeof format === 'object' && format !== null ? reading(text, this.seed) : `It reads like this: ${text.slice(0, 80)}`;
    const { response, done_reason } = play(good, again);
    return json(200, { model, created_at: new Date(nowMs).toISOString(), response, done: true, done_reason, total_duration: 1_400_000_000, load_duration: 3_000_000, prompt_eval_count: prompt.length >> 2, eval_count: response.length >> 2, eval_duration: 1_100_000_000 });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // the schema answers for it
  }
}
