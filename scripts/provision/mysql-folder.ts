/**
 * The data folder of a private MySQL or MariaDB: made once, recognised later,
 * and refused when it belongs to a server of the other kind.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { explain, ProvisionError } from './failure.js';
import { findProgram, requireProgram } from './packages.js';

export type MysqlKind = 'mariadb' | 'mysql';
export interface MysqlProgram {
  kind: MysqlKind;
  path: string;
}

/** MariaDB first; a `mysqld` says itself which of the two it is. @throws ProvisionError when neither is installed. */
export function mysqlProgram(): MysqlProgram {
  const path = requireProgram('mysql', 'mariadbd', 'mysqld');
  const says = execFileSync(path, ['--no-defaults', '--version'], { encoding: 'utf8' });
  return { kind: says.includes('MariaDB') ? 'mariadb' : 'mysql', path };
}

/** Which kind of server wrote the folder; null when it holds no database. */
export function kindOfFolder(data: string): MysqlKind | null {
  if (existsSync(join(data, 'aria_log_control'))) return 'mariadb';
  if (existsSync(join(data, 'mysql.ibd'))) return 'mysql';
  return null;
}

/** The running user must be named when it is root, or the server refuses to start. */
export const asUser = (): string[] => (process.getuid?.() === 0 ? ['--user=root'] : []);

/** Makes the data folder where it is missing. @throws ProvisionError when it is another server's, or cannot be made. */
export async function prepareFolder(data: string, program: MysqlProgram): Promise<void> {
  const found = kindOfFolder(data);
  if (found === program.kind) return;
  if (found) throw new ProvisionError(`${data} belongs to ${NAMES[found]}, but ${NAMES[program.kind]} is installed`, `install ${NAMES[found]}, or choose another --home`);
  if (existsSync(data) && readdirSync(data).length > 0) throw new ProvisionError(`${data} is not empty and holds no database`, 'move it away, or choose another --home');
  await makeFolder(data, program);
}

const NAMES = { mariadb: 'MariaDB', mysql: 'MySQL' } as const;

/**
 * Temporary tables stay inside: two initialisers sharing /tmp delete each other's.
 * Made beside its place and moved there when whole, so that an interrupted start leaves nothing half-made.
 */
async function makeFolder(data: string, program: MysqlProgram): Promise<void> {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const [command, args] = initialiser(draft, program);
  try {
    await promisify(execFile)(command, args, { timeout: 180_000, maxBuffer: 16 * 1024 ** 2, env: { ...process.env, TMPDIR: draft } });
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw explain(NAMES[program.kind], `${stdout}\n${stderr}`, `its data folder could not be made: ${message.split('\n')[0]}`);
  }
  renameSync(draft, data);
}

function initialiser(data: string, { kind, path }: MysqlProgram): [string, string[]] {
  if (kind === 'mysql') return [path, ['--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...asUser()]];
  const install = findProgram('mariadb-install-db', 'mysql_install_db') ?? join(dirname(path), 'mariadb-install-db');
  return [install, ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', `--datadir=${data}`, ...asUser()]];
}
