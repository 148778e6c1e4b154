import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '#scripts/testing/chromium.js';
import { queueNames } from '#queues/topology.js';
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

describe('a browser', () => {
  it('logs in with the master key and sees every queue, asking no other host and complaining of nothing', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on('console', (m) => void (m.type() === 'error' && complaints.push(m.text())));
    page.on('pageerror', (e) => void complaints.push(e.message));
    page.on('request', (r) => void (r.url().startsWith(api.url) || r.url().startsWith('data:') || foreign.push(r.url())));

    await page.goto(`${api.url}/admin/queues`);
    await page.waitForURL('**/login?next=*');
    await page.getByLabel('API key').fill(KEYS.master);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/admin/queues');
    for (const name of queueNames) await page.getByRole('link', { name, exact: false }).first().waitFor();

    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.close();
  });

  it('with the trading key sees the same, with nothing to press that moves a job, and its requests move none', async () => {
    await api.api.ctx.producer.queue('survey').add('collect', { v: 1 }, { jobId: 'looked-at', delay: 3_600_000 });
    const page = await browser.newPage();
    await page.goto(`${api.url}/login?next=/admin/queues/queue/survey?status=delayed`);
    await page.getByLabel('API key').fill(KEYS.trading);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('looked-at').first().waitFor();
    expect(await page.getByRole('button', { name: /promote|clean|retry|pause|delete|obliterate|empty/i }).count()).toBe(0);
    const act = (path: string) => page.evaluate(async (url) => (await fetch(url, { method: 'PUT' })).status, `${api.url}/admin/queues/api/queues/${path}`);
    expect([await act('survey/looked-at/promote'), await act('survey/pause'), await act('pause')]).toEqual([403, 403, 403]);
    expect([await api.api.ctx.producer.stateOf('survey', 'looked-at'), await api.api.ctx.producer.queue('survey').isPaused()]).toEqual(['delayed', false]);
    await page.close();
  });

  it('with the master key moves jobs', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${api.url}/login?next=/admin/queues/queue/survey?status=delayed`);
    await page.getByLabel('API key').fill(KEYS.master);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('looked-at').first().waitFor();
    await page.getByRole('button', { name: /promote/i }).first().click();
    const confirm = page.getByRole('button', { name: /confirm/i });
    if (await confirm.isVisible()) await confirm.click();
    await expect.poll(() => api.api.ctx.producer.stateOf('survey', 'looked-at'), { timeout: 10_000 }).toBe('waiting');
    await context.close();
  });

  it('is told when the key is wrong, and stays outside', async () => {
    const page = await browser.newPage();
    await page.goto(`${api.url}/admin/queues`);
    await page.getByLabel('API key').fill('nonsense');
    await page.getByRole('button', { name: 'Log in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('That is not one of the keys.');
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.close();
  });
});
