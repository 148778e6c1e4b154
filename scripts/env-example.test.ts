import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDotenv } from './farm/dotenv.js';
import { envExample, sections } from './env-example.js';

const NAMED = /^# ([A-Z][A-Z0-9_]*)=(.*)$/;
const namedIn = (text: string): string[] => text.split('\n').flatMap((line) => NAMED.exec(line)?.[1] ?? []);

describe('.env.example', () => {
  it('is what the slices say (if not: npm run generate)', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it('names every variable of every slice', () => {
    const declared = new Set(sections.flatMap(({ slice }) => Object.keys(slice)));
    expect(new Set(namedIn(envExample()))).toEqual(declared);
  });

  it('knows every slice that the folders declare', () => {
    const files = ['queues', 'workers', 'api'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`));
    const declaring = files.filter((file) => file.endsWith('.ts') && /export const \w+Slice = \{/.test(readFileSync(file, 'utf8')));
    expect(sections.map(({ file }) => file).sort()).toEqual(declaring.sort());
  });

  it('sets nothing until a line is uncommented, and every line then reads as its example', () => {
    expect(parseDotenv(envExample())).toEqual({});
    const uncommented = envExample().split('\n').map((line) => (NAMED.test(line) ? line.slice(2) : line)).join('\n');
    const values = parseDotenv(uncommented);
    const empty = sections.flatMap(({ slice }) => Object.keys(slice).filter((name) => !values[name]));
    expect(empty).toEqual([]);
  });

  it('gives every variable an example its own rule accepts', () => {
    const refused = sections.flatMap(({ slice }) => Object.entries(slice).filter(([, v]) => !v.schema.safeParse(v.example).success).map(([name]) => name));
    expect(refused).toEqual([]);
  });
});
