/**
 * `npm run generate`: writes the migration that leads from the committed
 * snapshot to what the declarations say now, `.env.example`, GraphQL's schema and the types
 * of the api's client. Generated files are committed; `--check` fails when they are behind.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { changesBetween, migrationText, snapshotOf, type Snapshot } from '#workers/store/ddl.js';
import { migrationsFolder, packageRoot, readSnapshot, snapshotPath } from '#workers/store/migration-files.js';
import { tables, views } from '#workers/store/tables/index.js';
import { boardFiles } from '#dashboard/grafana/boards.js';
import { sdl } from '#api/graphql/schema.js';
import { clientSchema } from './client-schema.js';
import { envExample } from './env-example.js';

const NOTHING: Snapshot = { tables: {}, views: {} };

interface Options {
  check?: boolean;
  fresh?: boolean;
  name: string;
}

function nextNumber(): string {
  const numbers = readdirSync(migrationsFolder()).map((n) => Number(/^(\d{4})-/.exec(n)?.[1] ?? 0));
  return String(Math.max(0, ...numbers) + 1).padStart(4, '0');
}

function generate({ check, fresh, name }: Options): number {
  const now = snapshotOf(tables, views);
  const same = JSON.stringify(now) === JSON.stringify(readSnapshot());
  const changes = changesBetween(fresh ? NOTHING : readSnapshot(), now);
  if (check) {
    console.log(same ? 'The migrations are up to date.' : `The migrations are behind the declarations: ${changes.length} statement${changes.length === 1 ? '' : 's'} to write. Run \`npm run generate\`.`);
    return same ? 0 : 1;
  }
  if (same && !fresh) console.log('The migrations are up to date.');
  else write(fresh ? '0001-initial.sql' : `${nextNumber()}-${name}.sql`, changes.length > 0 ? migrationText(changes) : null, { now, fresh });
  return 0;
}

function write(file: string, text: string | null, { now, fresh }: { now: Snapshot; fresh?: boolean }): void {
  if (fresh) for (const old of readdirSync(migrationsFolder()).filter((n) => n.endsWith('.sql'))) rmSync(join(migrationsFolder(), old));
  if (text !== null) writeFileSync(join(migrationsFolder(), file), text);
  writeFileSync(snapshotPath(), `${JSON.stringify(now, null, 1)}\n`);
  console.log(text === null ? 'Only descriptions changed: the snapshot was written, no migration is needed.' : `Wrote workers/store/migrations/${file} and schema.json. Review and commit both.`);
}

/** A file whose whole text follows from declarations. @returns the exit code. */
function generateFile(file: string, text: string, check: boolean): number {
  const path = join(packageRoot(), file);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!same && !check) writeFileSync(path, text);
  const behind = check ? `${file} is behind the declarations. Run \`npm run generate\`.` : `Wrote ${file}. Review and commit it.`;
  console.log(same ? `${file} is up to date.` : behind);
  return same || !check ? 0 : 1;
}

const options = new Command('generate')
  .description('Writes the migration from the committed snapshot to the declarations in workers/store/tables, .env.example, api/graphql/schema.graphql, the types of the api client and the Grafana dashboards.')
  .option('--check', 'write nothing; exit 1 when the committed files are behind')
  .option('--fresh', 'replace all migrations by one that creates everything (before the first release only: databases that exist must be dropped)')
  .option('--name <words>', 'name of the new file, after its number', 'schema')
  .parse()
  .opts<Options>();
try {
  const check = options.check === true;
  const files = [generateFile('.env.example', envExample(), check), generateFile('api/graphql/schema.graphql', sdl(), check), generateFile('api/client/schema.ts', await clientSchema(), check), ...boardFiles().map(([file, text]) => generateFile(file, text, check))];
  process.exitCode = Math.max(generate(options), ...files);
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
