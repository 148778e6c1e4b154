/**
 * The databases of a replay, beside the farm's: made by the ordinary migration,
 * dropped at the end. A lock that belongs to the connection says that a replay is
 * alive; what a killed one left behind is dropped by the next.
 */
import { randomBytes } from 'node:crypto';
import { StartError, StoreError } from '#queues/errors.js';
import { silentLog } from '#queues/runtime/log.js';
import { databaseNames, type StoreConfig } from '../store/config.js';
import { quoted } from '../store/ddl.js';
import { migrate } from '../store/migrate.js';
import type { Session } from '../store/mysql.js';
import { databases } from './ground.js';

const LABEL = 'replay';
const SUFFIX = /_replay_([0-9a-f]{8})$/;
/** In databases that are to stay. */
const KEPT = 'replay_kept';

const lockOf = (id: string): string => `farm-replay:${id}`;

const named = (config: StoreConfig, id: string): StoreConfig => ({
  ...config,
  MYSQL_DATABASE_PRICES: `${config.MYSQL_DATABASE_PRICES}_replay_${id}`,
  MYSQL_DATABASE_TRADING: `${config.MYSQL_DATABASE_TRADING}_replay_${id}`,
  MYSQL_DATABASE_STOCK: `${config.MYSQL_DATABASE_STOCK}_replay_${id}`,
});

async function isFree(session: Session, id: string): Promise<boolean> {
  const [got] = await session.rows<{ ok: number | null }>({ table: LABEL, sql: 'SELECT GET_LOCK(?, 0) AS ok', values: [lockOf(id)] });
  return got?.ok === 1;
}

const unlock = (session: Session, id: string): Promise<unknown> => session.rows({ table: LABEL, sql: 'SELECT RELEASE_LOCK(?)', values: [lockOf(id)] });

export async function dropScratch(session: Session, config: StoreConfig): Promise<void> {
  for (const name of databases) await session.run({ table: LABEL, sql: `DROP DATABASE IF EXISTS ${quoted(databaseNames(config)[name])}`, withinMs: 0 });
}

async function isKept(session: Session, config: StoreConfig): Promise<boolean> {
  const found = await session.rows({ table: LABEL, sql: 'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?', values: [config.MYSQL_DATABASE_PRICES, KEPT] });
  return found.length > 0;
}

/** Drops what replays of this farm left that did not come to their end. @returns their ids. */
export async function sweepScratch(session: Session, config: StoreConfig): Promise<string[]> {
  const rows = await session.rows<{ name: string }>({ table: LABEL, sql: 'SELECT schema_name AS name FROM information_schema.schemata' });
  const ids = new Set(rows.flatMap(({ name }) => (databases.some((d) => name.startsWith(`${databaseNames(config)[d]}_replay_`)) ? (SUFFIX.exec(name)?.[1] ?? []) : [])));
  const swept: string[] = [];
  for (const id of ids) {
    const left = named(config, id);
    if ((await isKept(session, left)) || !(await isFree(session, id))) continue;
    await dropScratch(session, left);
    await unlock(session, id);
    swept.push(id);
  }
  return swept;
}

const DENIED = new Set(['ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_ERROR']);

function refusal(config: StoreConfig, error: unknown): unknown {
  if (!(error instanceof StoreError) || !DENIED.has(error.code ?? '')) return error;
  const grants = databases.map((d) => `GRANT ALL ON \`${databaseNames(config)[d].replaceAll('_', '\\_')}\\_replay\\_%\`.* TO '${config.MYSQL_USER}'@'%';`);
  return new StartError(`a replay needs databases of its own beside the farm's, and the user ${config.MYSQL_USER} may not make them. Let an administrator of MySQL run:\n${grants.map((g) => `  ${g}`).join('\n')}`);
}

/** Makes empty databases at this version's schema. @throws StartError where the user may not. */
export async function makeScratch(session: Session, config: StoreConfig): Promise<StoreConfig> {
  const id = randomBytes(4).toString('hex');
  await isFree(session, id);
  const made = named(config, id);
  try {
    await migrate(made, silentLog());
    return made;
  } catch (error) {
    await dropScratch(session, made).catch(() => undefined); // the first error says more
    throw refusal(config, error);
  }
}

/** From now on the databases stay until somebody drops them. */
export async function keepScratch(session: Session, config: StoreConfig): Promise<void> {
  await session.run({ table: LABEL, sql: `CREATE TABLE ${quoted(config.MYSQL_DATABASE_PRICES)}.${quoted(KEPT)} (since DATETIME(3) NOT NULL)` });
}
