import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#queues/runtime/log.js';
import { readSentimentConfig, type SentimentConfig } from './config.js';
import { goldenSentences } from './golden.js';
import { openScorers, type Scorers } from './open.js';
import { compileThreadEntry, LAST_WORDS } from './testing/thread-entry.js';
import { layouts, MOST_TOKENS, POISON, swapped, writeTinyModel, type TinyModel } from './testing/tiny-model.js';

const never = new AbortController().signal;
const compiled = compileThreadEntry();
afterAll(() => compiled.remove());

let folder: string;
let opened: Scorers | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(async () => {
  await opened?.crypto.close();
  await opened?.stock.close();
  opened = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Two models in the folder, opened for the two markets. */
async function open(crypto: TinyModel, stock: TinyModel, env: Record<string, string> = {}): Promise<Scorers> {
  for (const model of [crypto, stock]) writeTinyModel(folder, model);
  return openIn({ CRYPTOBERT_MODEL: crypto.model, FINBERT_MODEL: stock.model, ...env });
}
async function openIn(env: Record<string, string>): Promise<Scorers> {
  const config: SentimentConfig = readSentimentConfig({ MODEL_DIR: folder, ...env });
  opened = await openScorers(config, silentLog(), compiled.entry);
  return opened;
}

describe('without a model configured', () => {
  it('the lexicon scores both markets and nothing is refused', async () => {
    const { crypto, stock, refusals } = await openScorers(readSentimentConfig({}), silentLog(), new URL('file:///nowhere.mjs'));
    expect([crypto.model, stock.model, refusals]).toEqual(['lexicon-crypto@1', 'lexicon-stock@1', []]);
  });
});

describe('a model', () => {
  it.each([['numbered', 'finbert'], ['bearish', 'permuted']] as const)('is read by its own labels: %s for crypto, %s for stock', async (crypto, stock) => {
    const scorers = await open(layouts[crypto], layouts[stock]);
    expect(scorers.refusals).toEqual([]);
    for (const scorer of [scorers.crypto, scorers.stock]) {
      const [positive, negative] = await scorer.score(['Profits surges', 'Everything was stolen'], never);
      expect(positive).toMatchObject({ label: 'positive' });
      expect(positive?.score).toBeGreaterThan(0.99);
      expect(negative).toMatchObject({ label: 'negative' });
      expect(negative?.score).toBeLessThan(-0.99);
    }
    expect(scorers.crypto.model).toMatch(new RegExp(`^${layouts[crypto].model}@[0-9a-f]{12}$`));
  });

  it('with a neutral class says neutral where nothing is good or bad', async () => {
    const { stock } = await open(layouts.numbered, layouts.finbert);
    const [plain] = await stock.score(['the meeting is on monday'], never);
    expect(plain?.label).toBe('neutral');
    expect(plain?.score).toBeCloseTo(0, 6);
    expect(plain?.confidence).toBeCloseTo(Math.E / (Math.E + 2), 5);
  });

  it('scores more texts than a batch holds, each in its place', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert, { SENTIMENT_BATCH: '4' });
    const texts = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 'a scam' : 'a great rally'));
    const scores = await crypto.score(texts, never);
    expect(scores.map((s) => s?.label)).toEqual(texts.map((t) => (t === 'a scam' ? 'negative' : 'positive')));
  });

  it('reads no further than its tokenizer allows', async () => {
    const { stock } = await open(layouts.numbered, layouts.finbert);
    const [long] = await stock.score([`${'gains '.repeat(MOST_TOKENS)}${'loss '.repeat(5 * MOST_TOKENS)}`], never);
    expect(long?.score).toBeGreaterThan(0.99);
  });

  it('that fails on one text leaves that one unknown, and a blank one too', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    const scores = await crypto.score(['a great rally', `${POISON} pill`, '  ', 'a scam'], never);
    expect(scores.map((s) => s?.label ?? null)).toEqual(['positive', null, null, 'negative']);
  });

  it('lives in a thread: the loop turns while it scores', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await crypto.score(Array.from({ length: 200 }, () => 'gains '.repeat(MOST_TOKENS)), never);
    done = true;
    // Thirteen batches; a loop that is held up would turn about once for each.
    expect(turns).toBeGreaterThan(100);
  });

  it('whose thread ends leaves that batch unknown and scores the next one', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    expect(await crypto.score(['a great rally', LAST_WORDS], never)).toEqual([null, null]);
    const [after] = await crypto.score(['a great rally'], never);
    expect(after?.label).toBe('positive');
  });

  it('whose files are gone when its thread ends stays unknown until they are back', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    rmSync(join(folder, layouts.numbered.model), { recursive: true });
    await crypto.score([LAST_WORDS], never);
    expect(await crypto.score(['a scam'], never)).toEqual([null]);
    writeTinyModel(folder, layouts.numbered);
    expect((await crypto.score(['a scam'], never))[0]?.label).toBe('negative');
  });

  it('answers nothing once it is closed', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    await crypto.close();
    expect(await crypto.score(['a scam'], never)).toEqual([null]);
  });

  it('stops when it is told to', async () => {
    const { crypto } = await open(layouts.numbered, layouts.finbert);
    const abort = new AbortController();
    const scoring = crypto.score(Array.from({ length: 400 }, () => 'a great rally'), abort.signal);
    abort.abort(new Error('enough'));
    await expect(scoring).rejects.toThrow('enough');
    expect((await crypto.score(['a scam'], never))[0]?.label).toBe('negative');
  });
});

describe('a model is refused, and the lexicon scores under its own name', () => {
  it('when its labels are swapped', async () => {
    const { crypto, stock, refusals } = await open(swapped(layouts.bearish), swapped(layouts.finbert));
    expect([crypto.model, stock.model]).toEqual(['lexicon-crypto@1', 'lexicon-stock@1']);
    expect(refusals).toEqual([expect.stringMatching(/^crypto: ElKulako\/cryptobert .*fails 4 of 4 golden sentences/), expect.stringMatching(/^stock: ProsusAI\/finbert .*golden/)]);
    expect((await crypto.score([goldenSentences.crypto.positive[0] as string], never))[0]?.label).toBe('positive');
  });

  it('when its numbered labels were never declared', async () => {
    const { refusals } = await open({ ...layouts.numbered, model: 'someone/else' }, layouts.finbert);
    expect(refusals).toEqual([expect.stringContaining('label "LABEL_0" is not known')]);
  });

  it('when its files are not there', async () => {
    const { crypto, refusals } = await openIn({});
    expect(crypto.model).toBe('lexicon-crypto@1');
    expect(refusals).toEqual([expect.stringMatching(/crypto: kk08\/CryptoBERT .*config\.json is missing/), expect.stringMatching(/stock: ProsusAI\/finbert .*config\.json is missing/)]);
  });

  it('when the model library is not installed', async () => {
    const without = compileThreadEntry('not-installed-here');
    writeTinyModel(folder, layouts.numbered);
    opened = await openScorers(readSentimentConfig({ MODEL_DIR: folder }), silentLog(), without.entry);
    without.remove();
    expect(opened.refusals[0]).toMatch(/optional library not-installed-here is not installed/);
  });

  it('when its config is not JSON, or its weights are no model', async () => {
    writeTinyModel(folder, layouts.numbered);
    writeTinyModel(folder, layouts.finbert);
    writeFileSync(join(folder, layouts.numbered.model, 'config.json'), '<html>');
    writeFileSync(join(folder, layouts.finbert.model, 'onnx', 'model.onnx'), 'garbage');
    const { crypto, stock, refusals } = await openIn({});
    expect([crypto.model, stock.model]).toEqual(['lexicon-crypto@1', 'lexicon-stock@1']);
    expect(refusals).toHaveLength(2);
  });

  it('when it is not loaded in time', async () => {
    const silent = join(folder, 'silent.mjs');
    writeFileSync(silent, 'setInterval(() => undefined, 60_000);');
    for (const model of [layouts.numbered, layouts.finbert]) writeTinyModel(folder, model);
    opened = await openScorers(readSentimentConfig({ MODEL_DIR: folder, MODEL_LOAD_MS: '100' }), silentLog(), pathToFileURL(silent));
    expect(opened.refusals).toEqual([expect.stringContaining('not loaded within 100 ms'), expect.stringContaining('not loaded within 100 ms')]);
  });

  it('when the thread cannot be started', async () => {
    writeTinyModel(folder, layouts.numbered);
    const config = readSentimentConfig({ MODEL_DIR: folder });
    opened = await openScorers(config, silentLog(), new URL('file:///nowhere/thread.mjs'));
    expect(opened.refusals[0]).toMatch(/crypto: kk08\/CryptoBERT .*(?:nowhere|Cannot find)/);
  });
});
