import { expect, it } from 'vitest';
import { readme } from './docs.js';
import { features } from './index.js';

it('the README lists every feature as it is declared; after a change, run this file with -u', async () => {
  await expect(readme(features)).toMatchFileSnapshot('./README.md');
});
