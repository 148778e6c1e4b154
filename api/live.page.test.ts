import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { publishLanded } from '#queues/landed.js';
import { writeReport } from '#queues/reports.js';
import { realNowMs } from '#queues/runtime/clock.js';
import { openChromium } from '#scripts/testing/chromium.js';
import { testStore } from '#workers/store/testing.js';
import { PAGE_CSP } from '#dashboard/page.js';
import { testGround, type Ground, type Running } from './testing/api.js';
import { cutOff, DESK, openPage, PHONE, seriousFlaws, sideways } from './testing/browser.js';
import { priceRow, SLOT } from './testing/rows.js';

// Each test starts a browser's page or three, on whatever is left of the machine.
vi.setConfig({ testTimeout: 90_000 });

let ground: Ground;
let api: Running;
let browser: Browser;
beforeAll(async () => {
  ground = await testGround();
  api = await ground.start();
  browser = await openChromium();
});
afterAll(async () => {
  await browser.close();
  await ground.cleanup();
});

let slot = SLOT;
/** Stores a slot's snapshots and says so, as a worker would. */
async function land(prices: Record<string, number>): Promise<void> {
  slot += 300_000;
  const symbols = Object.keys(prices);
  await ground.store.store.prices.insert(Object.entries(prices).map(([symbol, price]) => priceRow(symbol, slot, price)));
  await publishLanded(ground.redis.redis, ground.redis.prefix, { kind: 'rows', dataset: 'crypto_prices', slot, chunk: 1, rows: symbols.length, symbols });
}

const priceOf = (page: Page, symbol: string) => page.locator(`tr[data-symbol="${symbol}"] td.price`);
const live = (page: Page) => page.locator('#link[data-state="live"]').waitFor();
const shown = (page: Page) => page.locator('tbody tr').evaluateAll((rows) => rows.map((r) => r.getAttribute('data-symbol')));
/** Nothing has changed on the page since `window.changed` was emptied but in these cells. */
const WATCH_CELLS = `window.changed = new Set(); new MutationObserver((all) => { for (const m of all) changed.add((m.target.nodeType === 3 ? m.target.parentElement : m.target).closest('td, th').className); }).observe(document.querySelector('tbody'), { subtree: true, childList: true, characterData: true })`;

describe('the market', () => {
  it('asks for a key first, and leads back to where one wanted to go', async () => {
    const page = await browser.newPage();
    await page.goto(`${api.url}/#/farm`);
    await page.waitForURL('**/login?next=*');
    expect(new URL(page.url()).searchParams.get('next')).toBe('/#/farm');
    await page.close();
  });

  it('shows every coin, and a new price as soon as it has landed, changing nothing but the cells that differ', async () => {
    const { page, complaints, foreign } = await openPage(browser, api.url, { key: 'readonly' });
    await live(page);
    await expect.poll(() => shown(page)).toEqual(['BTC', 'ETH', 'TINY']);
    const before = (await priceOf(page, 'ETH').textContent()) as string;
    expect(await priceOf(page, 'TINY').textContent()).toBe('0.000000012345');
    expect(await page.locator('tr[data-symbol="TINY"] td.change').textContent()).toBe('–');
    expect(await page.locator('tr[data-symbol="BTC"] svg path').first().getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+L.+M/);

    await page.evaluate(WATCH_CELLS);
    await page.evaluate('window.shifted = 0');
    await land({ BTC: 101_000.25, ETH: 3_456.78 });
    await expect.poll(() => priceOf(page, 'BTC').textContent(), { timeout: 20_000 }).toBe('101,000.25');
    expect(await priceOf(page, 'ETH').textContent()).toBe(before);
    expect(await page.evaluate('window.moved')).toBe(1);
    expect(await page.evaluate('window.shifted')).toBe(0);
    expect(await page.evaluate<string[]>('[...changed]')).not.toEqual(expect.arrayContaining(['rank']));
    expect(await seriousFlaws(page)).toEqual([]);
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.context().close();
  });

  it('does not glow where motion is not wanted', async () => {
    const { page } = await openPage(browser, api.url, { stillness: true });
    await live(page);
    await land({ BTC: 102_000.5 });
    await expect.poll(() => priceOf(page, 'BTC').textContent(), { timeout: 20_000 }).toBe('102,000.50');
    expect(await page.evaluate('window.moved')).toBe(0);
    await page.context().close();
  });

  it('is found through, sorted and walked by the keys alone, and says when nothing matches', async () => {
    const { page } = await openPage(browser, api.url);
    await priceOf(page, 'BTC').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('the t');
    await expect.poll(() => shown(page)).toEqual(['TINY']);
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toEqual(['BTC', 'ETH', 'TINY']);

    await page.getByRole('button', { name: 'Price', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Price', exact: true }).press('Enter');
    expect(await shown(page)).toEqual(['TINY', 'ETH', 'BTC']);
    expect(await page.locator('th.price').getAttribute('aria-sort')).toBe('ascending');

    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.closest("tr").dataset.symbol')).toBe('ETH');
    await page.keyboard.press('Enter');
    await page.locator('main[data-view="coin"]').waitFor();
    expect(new URL(page.url()).hash).toBe('#/coin/ETH');
    await page.keyboard.press('Escape');
    await page.locator('main[data-view="market"]').waitFor();
    await page.getByLabel('Search coins').fill('nonsense');
    await page.getByText('No coin is called “nonsense”.').waitFor();
    await page.context().close();
  });
});

describe('a coin', () => {
  it('draws its candles with indicators, and shows features by group', async () => {
    const { page, complaints, foreign } = await openPage(browser, api.url, { hash: '#/coin/btc', key: 'trading' });
    const chart = page.locator('.chart[data-bars]');
    await chart.waitFor();
    // Thirteen hours less the one that is missing.
    expect([await chart.getAttribute('data-bars'), await chart.getAttribute('aria-label')]).toEqual(['12', expect.stringContaining('BTC, 12 candles of 1h') as string]);
    const colours = `[...document.querySelectorAll('.chart canvas')].reduce((all, c) => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; for (let i = 0; i < d.length; i += 4) all.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); return all; }, new Set())`;
    await expect.poll(() => page.evaluate<boolean>(`${colours}.has('76,195,138')`)).toBe(true);
    await page.locator('.legend-lines b').first().waitFor();
    await page.getByText('technical', { exact: true }).click();
    await page.locator('details[open] dt', { hasText: 'rsi 14' }).first().waitFor();

    await page.getByRole('button', { name: '4h' }).click();
    await page.getByText('No venue has told a 4h bar of this coin.').waitFor();
    expect(await page.getByRole('button', { name: '4h' }).getAttribute('aria-pressed')).toBe('true');
    expect(await seriousFlaws(page)).toEqual([]);
    // Nobody has written about it: the api says 404, which the browser notes, and the page says it in words.
    expect(complaints.filter((c) => !c.includes('404'))).toEqual([]);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  it('and its neighbours say which part the key may not see or nobody knows, and show the rest', async () => {
    const { page } = await openPage(browser, api.url, { hash: '#/coin/BTC', key: 'readonly' });
    await page.locator('.state[data-code="FORBIDDEN_SCOPE"]', { hasText: 'read:ml-features' }).waitFor();
    await page.locator('.chart[data-bars]').waitFor();
    expect(await page.getByRole('link', { name: 'Queues' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Farm', exact: true }).click();
    await page.getByText('The queue board itself opens for the trading key').waitFor();

    await page.goto(`${api.url}/#/coin/NOPE`);
    await page.locator('.state[data-code="INVALID_SYMBOL"]').first().waitFor();
    await page.context().close();
  });
});

describe('the farm', () => {
  it('shows the chain, the pools, the upstreams and what is fresh', async () => {
    const { store } = ground.store;
    const opened = { slot: new Date(SLOT), symbols: ['BTC', 'ETH'], opened_at: new Date(SLOT) };
    await store.ledger.open([{ ...opened, dataset: 'ml_features', chunk: 0 }, ...['crypto_prices', 'ml_features'].map((dataset) => ({ ...opened, dataset, chunk: 1 }))]);
    await store.ledger.settle({ dataset: 'crypto_prices', slot: SLOT, chunk: 1, state: 'partial', rows: 1, missing: [{ symbol: 'ETH', reason: 'no answer' }], reason: null, jobId: 'test', startedAt: new Date(SLOT + 100), finishedAt: new Date(SLOT + 1_350) });
    const upstream = { host: 'coingecko', open: true, pausedMs: 0, budgets: [{ window: 'minute' as const, remaining: 1, capacity: 5 }], calls: 9, failed: 8, last: { outcome: 'unavailable', at: realNowMs() } };
    const wide = { ...upstream, host: 'a_stable_coin_index', open: false, budgets: (['second', 'day'] as const).map((window) => ({ window, remaining: 99_994, capacity: 100_000 })) };
    const tell = () => writeReport(ground.redis.redis, ground.redis.prefix, { process: 'here:1', at: realNowMs(), pools: ['collect'], upstreams: [upstream, wide] });
    await tell();
    // A report stands for seconds only, and a busy machine may need longer for the page.
    const telling = setInterval(() => void tell(), 2_000);

    const { page, complaints, foreign } = await openPage(browser, api.url, { hash: '#/farm' });
    await page.locator('.stage', { hasText: 'crypto prices' }).getByText('1.25 s').waitFor();
    await page.locator('.stage', { hasText: 'crypto prices' }).getByText('1 missing').waitFor();
    await page.locator('tr[data-host="coingecko"] .tag', { hasText: 'open' }).waitFor();
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      await page.locator('tr[data-host="a_stable_coin_index"]').waitFor();
      expect([viewport.width, await cutOff(page)]).toEqual([viewport.width, []]);
    }
    await page.setViewportSize(DESK);
    clearInterval(telling);
    await page.locator('.pool', { hasText: 'backfill' }).getByText('no process').waitFor();
    await page.getByText('no worker process drains process, backfill').waitFor();
    expect(await page.locator('.heat-row', { hasText: 'ml features' }).locator('i').evaluateAll((cells) => cells.map((c) => c.getAttribute('data-state')))).toEqual(['fresh', 'fresh', 'none']);
    expect(await page.getByRole('link', { name: 'repair' }).getAttribute('href')).toBe('/admin/queues/queue/repair');
    expect(await seriousFlaws(page)).toEqual([]);
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.context().close();
  });
});

describe('on a phone', () => {
  it('every view fits, and has no serious flaw', async () => {
    const { page } = await openPage(browser, api.url, { viewport: PHONE });
    for (const [hash, there] of [['#/', '.market tbody tr'], ['#/coin/BTC', '.chart[data-bars]'], ['#/farm', '.heat-row']] as const) {
      await page.goto(`${api.url}/${hash}`);
      await page.locator(there).first().waitFor();
      expect([hash, await sideways(page)]).toEqual([hash, 0]);
      expect([hash, ...(await seriousFlaws(page))]).toEqual([hash]);
    }
    await page.context().close();
  });
});

describe('when something is wrong', () => {
  /** The replicas of a farm share what they have answered for half a minute: not for two stores that have nothing in common. */
  async function forget(): Promise<void> {
    const { redis, prefix } = ground.redis;
    for (const key of await redis.keys(`${prefix}:answer:market:*`)) await redis.del(key);
  }

  it('says that the key has no requests left, and shows the market once it has', async () => {
    const small = await ground.start({ RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_WINDOW: '3' });
    const { page } = await openPage(browser, small.url, { key: 'trading' });
    await page.locator('.state[data-code="RATE_LIMIT_EXCEEDED"]').getByText('Too many requests').waitFor();
    // Once its window is over, one request is there again.
    await expect.poll(async () => (await page.getByRole('button', { name: 'Try again' }).click({ timeout: 1_000 }).catch(() => undefined), shown(page)), { timeout: 25_000, interval: 1_000 }).toHaveLength(3);
    await page.context().close();
  });

  it('says that nothing is collected yet', async () => {
    const bare = await testStore();
    await forget();
    const young = await ground.start({}, { store: bare.store });
    const { page } = await openPage(browser, young.url);
    await page.getByText('No coin is collected yet').waitFor();
    await page.context().close();
    await young.close();
    await bare.cleanup();
    await forget();
  });

  it('tells that the farm went away, keeps what it shows, and comes back by itself', async () => {
    const first = await ground.start();
    const { page } = await openPage(browser, first.url);
    await live(page);
    await priceOf(page, 'TINY').waitFor();
    await first.close();
    await page.getByRole('status').filter({ hasText: 'connection to the farm is away' }).waitFor();
    expect(await shown(page)).toEqual(['BTC', 'ETH', 'TINY']);

    const second = await ground.start({ PORT: new URL(first.url).port });
    await live(page);
    await page.locator('#banner').waitFor({ state: 'hidden' });
    await land({ BTC: 103_000.75 });
    await expect.poll(() => priceOf(page, 'BTC').textContent(), { timeout: 20_000 }).toBe('103,000.75');
    await page.context().close();
    await second.close();
  });
});

describe('its files', () => {
  it('come under a strict policy, from here alone, and may be kept for a year', async () => {
    const answer = await api.get('/', { key: null });
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-security-policy'), answer.headers.get('cache-control')]).toEqual([200, PAGE_CSP, 'no-cache']);
    expect(PAGE_CSP).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*src=)/);
    const files = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map((m) => m[1] as string);
    expect(files.length).toBeGreaterThan(20);
    for (const file of new Set(files)) {
      const got = await api.get(file, { key: null });
      expect([file, got.status, got.headers.get('cache-control')]).toEqual([file, 200, 'public, max-age=31536000, immutable']);
      expect(got.headers.get('content-type')).toMatch(/^(text\/(javascript|css)|image\/svg\+xml); charset=utf-8$/);
      await got.arrayBuffer();
    }
    const [script] = files.filter((f) => f.endsWith('main.js'));
    const other = await api.get((script as string).replace(/page\/\w+/, 'page/0000000000000000'), { key: null });
    expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'no-store']);
    for (const outside of ['/page/0/..%2f..%2fpackage.json', '/page/0/tsconfig.json', '/page/0/index.html']) expect((await api.get(outside, { key: null })).status).toBe(404);
  });
});
