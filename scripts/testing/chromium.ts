/** Finds a Chromium on this machine and starts it for a test. Refuses to download one. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
/** Quiet: a test's browser talks to the page it was sent to and to nobody else. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Path of the first browser found, or undefined. */
export const chromiumPath = (): string | undefined => PLACES.find((place) => existsSync(place));

/** @throws Error naming where it looked. The caller closes the browser. */
export async function openChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error(`no Chromium found; looked at ${PLACES.join(', ')}`);
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
