/** The three clients against local servers that speak their wire formats. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpstreamError } from '#queues/errors.js';
import { manualClock } from '#queues/runtime/clock.js';
import { createMetrics } from '#queues/runtime/metrics.js';
import { readLlmConfig } from './config.js';
import type { LanguageModel, LlmQuestion } from './model.js';
import { openLanguageModel } from './open.js';

const KEY = 'test-key-of-a-provider';
const MODEL = 'small-1';
const question: LlmQuestion = { system: 'You read news.', user: '<<1>>\nBitcoin rises\n<<1>>', schema: { type: 'object', properties: {} }, maxTokens: 600 };

interface Heard {
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}
type Say = (heard: Heard) => { status?: number; body: unknown; headers?: Record<string, string> } | 'nothing';
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function server(say: Say): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const s = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (c: Buffer) => chunks.push(c));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one = { path: req.url ?? '', headers: req.headers, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
      heard.push(one);
      const said = say(one);
      if (said !== 'nothing') res.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => s.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise<void>((resolve) => (s.close(() => resolve()), s.closeAllConnections())));
  return { url: `http://127.0.0.1:${(s.address() as AddressInfo).port}`, heard };
}

function open(env: Record<string, string>): LanguageModel {
  const model = openLanguageModel(readLlmConfig({ LLM_MODEL: MODEL, LLM_TIMEOUT_MS: '2000', ...env }), { clock: manualClock(Date.UTC(2026, 0, 5)), metrics: createMetrics(false) }) as LanguageModel;
  cleanups.push(() => model.close());
  return model;
}

const never = new AbortController().signal;
const failure = (promise: Promise<unknown>): Promise<UpstreamError> => promise.then(() => expect.unreachable('it was answered'), (e: UpstreamError) => e);

describe('OpenAI', () => {
  const at = (url: string) => open({ LLM_PROVIDER: 'openai', OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` });

  it('is asked by chat completion with a strict schema, and answers with the first choice', async () => {
    const { url, heard } = await server(() => ({ body: { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: '{"emotion":"greed"}', refusal: null }, finish_reason: 'stop' }], usage: { total_tokens: 9 } } }));
    const model = at(url);
    expect(await model.ask(question, never)).toBe('{"emotion":"greed"}');
    expect(model.name).toBe(`openai/${MODEL}`);
    expect(heard[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: { model: MODEL, messages: [{ role: 'system', content: question.system }, { role: 'user', content: question.user }], response_format: { type: 'json_schema', json_schema: { strict: true, schema: question.schema } }, max_completion_tokens: 600 },
    });
  });

  it('that refuses to answer reads as an empty answer', async () => {
    const { url } = await server(() => ({ body: { choices: [{ message: { content: null, refusal: 'I cannot help with that.' } }] } }));
    expect(await at(url).ask(question, never)).toBe('');
  });

  it.each([
    [401, 'refused', {}],
    [429, 'throttled', { 'retry-after': '20' }],
    [500, 'unavailable', {}],
  ])('under status %i is %s, in its own words and without the key', async (status, fault, headers) => {
    const { url } = await server(() => ({ status, headers, body: { error: { message: `Incorrect key: ${KEY}`, type: 'invalid_request_error' } } }));
    const error = await failure(at(url).ask(question, never));
    expect(error).toMatchObject({ fault, message: expect.stringContaining('Incorrect key: [redacted]') as string });
    expect(JSON.stringify([error.message, error.fields, error.stack])).not.toContain(KEY);
    if (status === 429) expect(error.fields.waitMs).toBe(20_000);
  });

  it('in another shape is malformed', async () => {
    const { url } = await server(() => ({ body: { choices: [] } }));
    expect((await failure(at(url).ask(question, never))).fault).toBe('malformed');
  });
});

describe('Anthropic', () => {
  const at = (url: string) => open({ LLM_PROVIDER: 'anthropic', ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url });

  it('is asked with one tool it must use, and answers with its input', async () => {
    const { url, heard } = await server(() => ({ body: { id: 'msg', type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Let me see.' }, { type: 'tool_use', id: 't', name: 'reading', input: { emotion: 'fear' } }], stop_reason: 'tool_use' } }));
    expect(await at(url).ask(question, never)).toBe('{"emotion":"fear"}');
    expect(heard[0]).toMatchObject({
      path: '/v1/messages',
      headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' },
      body: { model: MODEL, max_tokens: 600, system: question.system, messages: [{ role: 'user', content: question.user }], tools: [{ name: 'reading', input_schema: question.schema }], tool_choice: { type: 'tool', name: 'reading' } },
    });
  });

  it('that uses no tool reads as an empty answer', async () => {
    const { url } = await server(() => ({ body: { content: [{ type: 'text', text: 'No.' }] } }));
    expect(await at(url).ask(question, never)).toBe('');
  });

  it('that is overloaded is unavailable', async () => {
    const { url } = await server(() => ({ status: 529, body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } }));
    expect(await failure(at(url).ask(question, never))).toMatchObject({ fault: 'unavailable', message: expect.stringContaining('Overloaded') as string });
  });
});

describe('Ollama', () => {
  const tags = (...names: string[]) => ({ body: { models: names.map((name) => ({ name })) } });
  const plays = (name: string, more: Say = () => ({ body: { response: name, done: true } })): Say => (heard) => (heard.path === '/api/tags' ? tags(`${MODEL}:latest`) : more(heard));
  const at = (...urls: string[]) => open({ LLM_PROVIDER: 'ollama', OLLAMA_URL: urls.join(','), LLM_TIMEOUT_MS: '300' });
  const generated = (s: { heard: Heard[] }): number => s.heard.filter((h) => h.path === '/api/generate').length;

  it('is asked without streaming, with the schema as its format', async () => {
    const s = await server(plays('{"a":1}'));
    expect(await at(s.url).ask(question, never)).toBe('{"a":1}');
    expect(s.heard.map((h) => h.path)).toEqual(['/api/tags', '/api/generate']);
    expect(s.heard[1]?.body).toMatchObject({ model: MODEL, system: question.system, prompt: question.user, format: question.schema, stream: false, options: { num_predict: 600, temperature: 0 } });
  });

  it('without the model is told so by name, and is not asked again and again', async () => {
    const s = await server(() => tags('another:latest'));
    const model = at(s.url);
    for (let i = 0; i < 3; i++) expect(await failure(model.ask(question, never))).toMatchObject({ fault: 'refused', message: expect.stringContaining(`the model "${MODEL}" is not there; pull it`) as string });
    expect(s.heard.map((h) => h.path)).toEqual(['/api/tags']);
  });

  it('that answers an error under status 200 is unavailable', async () => {
    const s = await server(plays('', () => ({ body: { error: 'llama runner process no longer running' } })));
    expect((await failure(at(s.url).ask(question, never))).fault).toBe('unavailable');
  });

  it('on two machines gets as many calls on each', async () => {
    const [a, b] = [await server(plays('a')), await server(plays('b'))];
    const model = at(a.url, b.url);
    expect(model.atOnce).toBe(2);
    await Promise.all(Array.from({ length: 6 }, () => model.ask(question, never)));
    for (let i = 0; i < 4; i++) await model.ask(question, never);
    expect([generated(a), generated(b)]).toEqual([5, 5]);
  });

  it('on two machines, one of them dead, answers every call and soon leaves the dead one alone', async () => {
    const [dead, alive] = [await server(() => 'nothing'), await server(plays('alive'))];
    const model = at(dead.url, alive.url);
    for (let i = 0; i < 8; i++) expect(await model.ask(question, never)).toBe('alive');
    expect(dead.heard.length).toBeLessThanOrEqual(4);
  });

  it('on two machines, one without the model, asks the other', async () => {
    const [without, having] = [await server(() => tags('another')), await server(plays('here'))];
    expect(await at(without.url, having.url).ask(question, never)).toBe('here');
  });

  it('is given up with the reason of who gave up', async () => {
    const s = await server(plays('', () => 'nothing'));
    const gone = new AbortController();
    const asked = at(s.url).ask(question, gone.signal);
    await expect.poll(() => generated(s)).toBe(1);
    gone.abort(new Error('time is up'));
    await expect(asked).rejects.toThrow('time is up');
  });
});

describe('the slice of the language model', () => {
  it('is off without any variable', () => {
    expect(openLanguageModel(readLlmConfig({}), { clock: manualClock(0), metrics: createMetrics(false) })).toBeNull();
  });

  it('lists what a provider lacks', () => {
    expect(() => readLlmConfig({ LLM_PROVIDER: 'openai' })).toThrow(/LLM_MODEL must be set[^]*OPENAI_API_KEY must be set/);
    expect(() => readLlmConfig({ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'm' })).toThrow(/ANTHROPIC_API_KEY must be set/);
    expect(() => readLlmConfig({ LLM_PROVIDER: 'ollama', LLM_MODEL: 'm', OLLAMA_URL: 'localhost:11434' })).toThrow(/OLLAMA_URL must be http\(s\) URLs/);
    expect(() => readLlmConfig({ LLM_PROVIDER: 'gpt' })).toThrow(/LLM_PROVIDER must be off, ollama, openai or anthropic/);
  });

  it('keeps a simulated farm away from real services', () => {
    const sim = { FARM_MODE: 'sim', LLM_MODEL: 'm', OPENAI_API_KEY: KEY };
    expect(() => readLlmConfig({ ...sim, LLM_PROVIDER: 'openai' })).toThrow(/OPENAI_BASE_URL must name a stand-in/);
    expect(() => readLlmConfig({ ...sim, LLM_PROVIDER: 'openai', OPENAI_BASE_URL: 'https://api.openai.com/v1/' })).toThrow(/never calls a real service/);
    expect(() => readLlmConfig({ ...sim, LLM_PROVIDER: 'ollama' })).toThrow(/SIMULATOR_URL or OLLAMA_URL/);
    expect(readLlmConfig({ ...sim, LLM_PROVIDER: 'ollama', SIMULATOR_URL: 'http://127.0.0.1:9200' }).LLM_PROVIDER).toBe('ollama');
  });
});
