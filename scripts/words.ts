/** Every word of the farm with its line, read from package.json, where each script begins with what it does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#workers/store/migration-files.js';

/** A script's first command is the shell's `:`, which does nothing with its words. */
const SAID = /^: '([^']+)' && /;

/** word → what it does. @throws Error for a script that does not say. */
export function wordsOf(scripts: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(scripts).map(([word, command]) => {
    const said = SAID.exec(command)?.[1];
    if (said === undefined) throw new Error(`the script "${word}" in package.json must begin with : 'what it does' &&`);
    return [word, said];
  });
}

const scripts = (): Record<string, string> => (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;

/** The listing as text. */
export const listing = (): string => ['npm run WORD -- OPTIONS; every word has --help', ...wordsOf(scripts()).map(([word, said]) => `  ${word.padEnd(10)} ${said}`), ''].join('\n');
