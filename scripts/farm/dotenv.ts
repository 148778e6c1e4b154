/**
 * Reads a `.env` file: `NAME=value` lines, `#` comments, optional `export` and
 * quotes. No interpolation and no multi-line values: a line it cannot read is an
 * error, not a guess.
 */
import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '#queues/errors.js';

const LINE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/;

/** Pure. @throws ConfigError naming every line that is not `NAME=value`; the line's text is not shown. */
export function parseDotenv(text: string, file = '.env'): Record<string, string> {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const found = LINE.exec(line);
    if (found) values[found[1] as string] = found[2] ?? found[3] ?? found[4] ?? '';
    else problems.push(`${file} line ${i + 1} must read NAME=value`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values;
}

/** The file's values, or none when there is no file. @throws ConfigError */
export const readDotenv = (file: string): Record<string, string> => (existsSync(file) ? parseDotenv(readFileSync(file, 'utf8'), file) : {});
