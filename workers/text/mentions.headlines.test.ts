/** Precision and recall over every mention of the labelled headlines, with the seeded registry. Prints both, and what was missed outside the held-out part. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seedRows } from '../store/seeds/assets.js';
import { createMentions } from './mentions.js';

interface Headline {
  text: string;
  symbols: string[];
  /** The day it was read, where that changes the meaning. */
  at?: string;
  held_out?: boolean;
}
const headlines = JSON.parse(readFileSync(new URL('./testing/headlines.json', import.meta.url), 'utf8')) as Headline[];
const mentions = createMentions(seedRows({ data_source: 'seed', ingested_at: new Date(0) }));

function score(part: readonly Headline[]) {
  const counts = { right: 0, wrong: 0, missed: 0 };
  const misses: string[] = [];
  for (const { text, symbols, at } of part) {
    const found = mentions.symbolsIn(text, at ? new Date(at) : undefined);
    const wrong = found.filter((s) => !symbols.includes(s));
    const missed = symbols.filter((s) => !found.includes(s));
    counts.right += found.length - wrong.length;
    counts.wrong += wrong.length;
    counts.missed += missed.length;
    if (wrong.length + missed.length > 0) misses.push(`${text} | wrong ${wrong.join(',') || '-'} | missed ${missed.join(',') || '-'}`);
  }
  return { precision: counts.right / (counts.right + counts.wrong), recall: counts.right / (counts.right + counts.missed), misses };
}

describe('the labelled headlines', () => {
  it('are enough, each once, and name known assets only', () => {
    const known = new Set(seedRows({ data_source: 'seed', ingested_at: new Date(0) }).map((a) => a.symbol));
    expect(new Set(headlines.map((h) => h.text)).size).toBe(headlines.length);
    expect(headlines.length).toBeGreaterThanOrEqual(160);
    expect(headlines.filter((h) => h.held_out).length).toBeGreaterThanOrEqual(40);
    expect(headlines.flatMap((h) => h.symbols).filter((s) => !known.has(s))).toEqual([]);
  });

  it('are read with precision of 0.95 and recall of 0.9 at least', () => {
    const { precision, recall, misses } = score(headlines.filter((h) => !h.held_out));
    console.info(`tuned on: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n${misses.join('\n')}`);
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });

  it('are read as well where the matcher was not tuned on them', () => {
    const { precision, recall } = score(headlines.filter((h) => h.held_out));
    console.info(`held out: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});

const PHRASEBANK = new URL('../../../shared/real-data/sentiment/financial_phrasebank_50agree.csv.gz', import.meta.url);
const have = existsSync(PHRASEBANK);
if (!have) console.warn('skipped: ../shared/real-data/sentiment is absent, so no company news is read');

describe.skipIf(!have)('company news from before there were coins', () => {
  it('is about no asset, in nearly five thousand sentences', () => {
    const sentences = gunzipSync(readFileSync(PHRASEBANK)).toString().split('\n').slice(1).filter((line) => line !== '');
    expect(sentences.length).toBeGreaterThan(4_800);
    expect(sentences.filter((sentence) => mentions.symbolsIn(sentence).length > 0)).toEqual([]);
  });
});
