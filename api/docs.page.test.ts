import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '#scripts/testing/chromium.js';
import { KEYS, testGround, type Ground, type Running } from './testing/api.js';

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

async function open(viewport: { width: number; height: number }): Promise<{ page: Page; complaints: string[]; foreign: string[] }> {
  const page = await browser.newPage({ viewport, colorScheme: 'dark' });
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (m) => void (m.type() === 'error' && complaints.push(m.text())));
  page.on('pageerror', (e) => void complaints.push(e.message));
  page.on('request', (r) => void (r.url().startsWith(api.url) || r.url().startsWith('data:') || foreign.push(r.url())));
  await page.goto(`${api.url}/docs`);
  await page.locator('.opblock').first().waitFor();
  return { page, complaints, foreign };
}

describe('the documentation page', () => {
  it('lists every operation, and asks the farm with a key that was typed in, asking no other host and complaining of nothing', async () => {
    const { page, complaints, foreign } = await open({ width: 1280, height: 900 });
    const { paths } = (await (await api.get('/openapi.json')).json()) as { paths: Record<string, Record<string, { operationId: string }>> };
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods).map((o) => o.operationId));
    expect(await page.locator('.opblock').count()).toBe(operations.length);

    await page.locator('.auth-wrapper .authorize').first().click();
    await page.locator('.auth-container input').first().fill(KEYS.readonly);
    await page.locator('.auth-container').first().getByRole('button', { name: 'Apply' }).click();
    await page.locator('.auth-btn-wrapper').first().getByRole('button', { name: 'Close' }).click();

    const price = page.locator('#operations-prices-getPricesCurrentBySymbol');
    await price.locator('.opblock-summary-control').click();
    await price.locator('input[placeholder="symbol"]').fill('eth');
    await price.getByRole('button', { name: 'Execute' }).click();
    const answer = price.locator('.live-responses-table');
    await answer.getByText('"symbol": "ETH"').waitFor();
    expect(await answer.locator('.response-col_status').last().textContent()).toContain('200');

    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.close();
  });

  it('is dark in the dark and fits a phone', async () => {
    const { page } = await open({ width: 375, height: 720 });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(15, 20, 27)');
    await page.locator('#operations-prices-getPricesHistoricalBySymbol .opblock-summary-control').click();
    await page.locator('#operations-prices-getPricesHistoricalBySymbol .responses-table').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('lets a browser keep the viewer for a year, and serves nothing else of its package', async () => {
    const html = await (await api.get('/docs', { key: null })).text();
    const script = /src="(\/docs\/assets\/[^"]+)"/.exec(html)?.[1] as string;
    const first = await api.get(script, { key: null });
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    await first.arrayBuffer();
    // fetch would ask with no-cache of its own accord.
    const again = await api.get(script, { key: null, headers: { 'if-none-match': first.headers.get('etag') as string, 'cache-control': 'max-age=0' } });
    expect(again.status).toBe(304);
    expect((await api.get(script.replace('swagger-ui-bundle.js', 'package.json'), { key: null })).status).toBe(404);
    expect(html).not.toMatch(/https?:\/\//);
  });
});
