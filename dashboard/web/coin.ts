/** One coin: its candles with indicators, and beside them what is felt, written and computed about it. */
import { ask, type Answer } from './ask.js';
import { failed, fill, panel } from './blocks.js';
import { candlePanel } from './candles.js';
import { CoinHead } from './coin-head.js';
import { el } from './dom.js';
import { featureGroups } from './features.js';
import type { ViewContext } from './live.js';
import { moodOf, newsOf } from './texts.js';

const AGE_EVERY_MS = 1_000;
const RELOAD_LEAST_MS = 20_000;

interface Part {
  box: HTMLElement;
  what: string;
  load(): Promise<Element>;
}

function partsOf(symbol: string, signal: AbortSignal): Part[] {
  const path = encodeURIComponent(symbol);
  const box = (): HTMLElement => el('div', { class: 'box' });
  return [
    { box: box(), what: 'sentiment', load: async () => moodOf(await ask<Answer<'Sentiment'>>(`/api/v1/sentiment/crypto/${path}?timeframe=24h&include_breakdown=true`, signal)) },
    { box: box(), what: 'news', load: async () => newsOf(await ask<Answer<'News'>>(`/api/v1/news/crypto/latest?symbol=${path}&limit=8`, signal)) },
    { box: box(), what: 'features', load: async () => featureGroups(await ask<Answer<'FeatureRow'>>(`/api/v1/ml-features/${path}/current?format=structured`, signal)) },
  ];
}

/** Shows one coin in `root` until the signal ends. */
export function coinView(root: HTMLElement, symbol: string, context: ViewContext): void {
  const { live, signal } = context;
  const head = new CoinHead(symbol);
  const trouble = el('div');
  const parts = partsOf(symbol, signal);
  const [mood, news, features] = parts.map((p) => p.box) as [HTMLElement, HTMLElement, HTMLElement];
  const beside = el('div', { class: 'beside' }, panel('Sentiment of 24 hours', mood), panel('News', news));
  root.replaceChildren(head.element, trouble, el('div', { class: 'coin' }, candlePanel(symbol, context), beside), panel('Features', features));

  const loadPrice = async (): Promise<void> => {
    try {
      head.show(await ask<Answer<'Price'>>(`/api/v1/prices/current/${encodeURIComponent(symbol)}`, signal));
      trouble.replaceChildren();
    } catch (error) {
      if (!signal.aborted) trouble.replaceChildren(failed(error, () => void loadPrice()));
    }
  };
  let loadedAt = -Infinity;
  const load = (): void => {
    loadedAt = performance.now();
    void loadPrice();
    for (const { box, what, load: loadPart } of parts) void fill(box, what, loadPart, signal);
  };
  const reload = (): void => {
    if (performance.now() - loadedAt > RELOAD_LEAST_MS) load();
  };
  live.follow([symbol]);
  const timer = setInterval(() => head.showAge(), AGE_EVERY_MS);
  const tick = live.onPrices((updates) => {
    for (const u of updates) if (u.symbol === symbol) head.showPrice(u.data.price_usd, u.data.change_24h, u.timestamp);
  });
  const off = [tick, live.onSlot(reload), live.onBack(load), () => clearInterval(timer)];
  signal.addEventListener('abort', () => off.forEach((stop) => stop()));
  load();
}
