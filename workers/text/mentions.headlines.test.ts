/** Precision and recall over every mention of the labelled headlines, with the seeded registry. Prints both, and what was missed outside the held-out part. */
import { readFileSync } from 'node:fs';
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
