import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openChromium } from '#scripts/testing/chromium.js';
import { testGround, type Ground, type Running } from './testing/api.js';
import { cutOff, DESK, openPage, PHONE, seriousFlaws, sideways } from './testing/browser.js';
import { SLOT } from './testing/rows.js';

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

it('the farm view shows the stretches of the past that are filled: none at first, then how far each is and what it lacks', async () => {
  const { backfills } = ground.store.store;
  const { page, complaints } = await openPage(browser, api.url, { hash: '#/farm', key: 'readonly' });
  const panel = page.getByRole('region', { name: 'Backfills' });
  await panel.getByText('No stretch of the past has been asked for.').waitFor();

  const at = new Date(SLOT);
  const stretch = { dataset: 'ohlc' as const, timeframes: ['5m' as const], from: SLOT - 86_400_000 * 30, to: SLOT - 300_000, origin: 'operator' as const };
  const { id } = await backfills.file({ ...stretch, symbols: ['BTC', 'ETH', 'TINY'] }, at);
  const key = { backfill: id, chunk: 1 };
  await backfills.begin(key, 'job', at);
  await backfills.settle({ ...key, state: 'done', rows: 10, missing: [{ symbol: 'TINY', reason: '<b>no venue</b>', permanent: true }], reason: 'TINY: <b>no venue</b>', notBefore: null, jobId: 'job', at });
  const gap = await backfills.file({ ...stretch, symbols: ['ETH'], to: SLOT - 86_400_000 * 29, origin: 'gap' }, at);
  await backfills.turn(gap.id, 'cancel', at);
  await page.reload();
  const row = panel.locator(`[data-backfill="${id}"]`);
  const chunks = (await backfills.find(id))?.chunks ?? 0;
  await row.getByText(`1 of ${chunks} chunks`).waitFor();
  await row.getByText('1 with something missing').waitFor();
  await row.getByRole('img', { name: '% of the backfill done' }).waitFor();
  expect(await panel.locator(`[data-backfill="${gap.id}"] .tag`).allTextContents()).toEqual(['gap', 'cancelled']);
  expect(await panel.locator('[data-backfill]').evaluateAll((all) => all.map((b) => b.getAttribute('data-state')))).toEqual(['open', 'cancelled']);

  await backfills.turn(id, 'pause', at);
  await page.reload();
  await panel.locator(`[data-backfill="${id}"][data-state="paused"]`).waitFor();
  for (const viewport of [DESK, PHONE]) {
    await page.setViewportSize(viewport);
    expect([viewport.width, await sideways(page), await cutOff(page)]).toEqual([viewport.width, 0, []]);
  }
  expect(await seriousFlaws(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
