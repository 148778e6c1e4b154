/** The live page in a real browser: logs in, and remembers whatever the browser complains of. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { KEYS } from './api.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Opened {
  page: Page;
  /** Errors on the console, uncaught ones, and what the page's policy refused. */
  complaints: string[];
  /** Requests to anybody else. */
  foreign: string[];
}

/** Runs before the page's own scripts: tells what the policy refuses, and counts what moves. */
const WATCH = `
addEventListener('securitypolicyviolation', (e) => console.error('refused by policy: ' + e.violatedDirective + ' ' + e.blockedURI));
window.moved = 0;
const animate = Element.prototype.animate;
Element.prototype.animate = function (...all) { window.moved += 1; return animate.apply(this, all); };
window.shifted = 0;
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value; }).observe({ type: 'layout-shift', buffered: true });
`;

export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Opens the address in a browser that has logged in with the key. */
export async function openPage(browser: Browser, url: string, { hash = '#/', key = 'master', viewport = DESK, stillness = false }: { hash?: string; key?: keyof typeof KEYS; viewport?: typeof DESK; stillness?: boolean } = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport, colorScheme: 'dark', reducedMotion: stillness ? 'reduce' : 'no-preference' });
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (m) => void (m.type() === 'error' && complaints.push(m.text())));
  page.on('pageerror', (e) => void complaints.push(e.message));
  page.on('request', (r) => void (r.url().startsWith(url) || r.url().startsWith('data:') || foreign.push(r.url())));
  await page.addInitScript(WATCH);
  await page.goto(`${url}/login?next=${encodeURIComponent(`/${hash}`)}`);
  await page.getByLabel('API key').fill(KEYS[key]);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('main[data-view]').waitFor();
  return { page, complaints, foreign };
}

/** What axe-core finds that is serious or critical, as `rule: element`. */
export async function seriousFlaws(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<{ id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations)`);
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`));
}

/** Tables that are wider than their place, and so end in the middle of a column. */
export const cutOff = (page: Page): Promise<string[]> => page.evaluate(`[...document.querySelectorAll('.scroller')].filter((s) => s.scrollWidth > s.clientWidth).map((s) => s.getAttribute('aria-label'))`);

/** How far the page runs over the side of the screen, in pixels. */
export const sideways = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - innerWidth');
