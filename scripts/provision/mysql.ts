/**
 * A private MariaDB or MySQL under HOME/mysql, on the loopback address, with one
 * user that may create databases. No client program is needed: the user comes
 * from an init file, readiness from the server's greeting. Starting again in the
 * same home resumes the data; a server started by somebody else is never touched.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort, portIsFree } from './ports.js';
import { ProvisionError } from './failure.js';
import { mysqlGreets } from './greeting.js';
import { asUser, mysqlProgram, prepareFolder, type MysqlKind } from './mysql-folder.js';
import { keptSecret } from './secret.js';
import { requireSpace, startServer, type RunningServer } from './server.js';

export interface MysqlOptions {
  home: string;
  /** Flush the log at every commit, or about once a second (tests). */
  durable: boolean;
  /** Chosen by the system when omitted. */
  port?: number;
  /** A second user with the same password that owns these databases and is nothing more: read-only and full servers refuse it. */
  plainUser?: PlainUser;
  log(line: string): void;
}

export interface PlainUser {
  name: string;
  databases: readonly string[];
}

export interface PrivateMysql extends RunningServer {
  kind: MysqlKind;
  host: string;
  port: number;
  user: string;
  password: string;
}

const USER = 'farm';
/** Longest path a unix socket may have on macOS; Linux allows four more. */
const LONGEST_SOCKET_PATH = 103;
const MB = 1024 ** 2;

interface Options {
  kind: MysqlKind;
  port: number;
  data: string;
  socket: string;
  initFile: string;
  durable: boolean;
}

/** The server's arguments. `--no-defaults` first: the machine's my.cnf is not ours. */
export function mysqlArguments(o: Options): string[] {
  const redoLog = o.durable ? 256 : 64;
  return [
    '--no-defaults',
    ...asUser(),
    `--datadir=${o.data}`,
    `--tmpdir=${o.data}`,
    `--socket=${o.socket}`,
    `--pid-file=${join(o.data, 'mysql.pid')}`,
    `--init-file=${o.initFile}`,
    '--bind-address=127.0.0.1',
    `--port=${o.port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    `--collation-server=${o.kind === 'mariadb' ? 'utf8mb4_unicode_ci' : 'utf8mb4_0900_ai_ci'}`,
    '--default-time-zone=+00:00',
    '--sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY',
    `--innodb-buffer-pool-size=${o.durable ? 256 : 128}M`,
    o.kind === 'mariadb' ? `--innodb-log-file-size=${redoLog}M` : `--innodb-redo-log-capacity=${redoLog * MB}`,
    `--innodb-flush-log-at-trx-commit=${o.durable ? 1 : 2}`,
    '--performance-schema=OFF',
    '--max-connections=200',
    // For the bench, which loads rows bare beside ours; the farm itself asks for none.
    '--local-infile=ON',
    ...(o.kind === 'mysql' ? ['--mysqlx=OFF', '--disable-log-bin'] : []),
  ];
}

/**
 * One statement a line, as init files want it. The accounts the initialiser made
 * with an empty password are closed.
 */
export function initSql(password: string, plain?: PlainUser): string {
  const farm = `'${USER}'@'127.0.0.1'`;
  return [
    `CREATE USER IF NOT EXISTS ${farm} IDENTIFIED BY '${password}';`,
    `ALTER USER ${farm} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${farm};`,
    `DROP USER IF EXISTS 'root'@'127.0.0.1';`,
    `DROP USER IF EXISTS 'root'@'::1';`,
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
    ...(plain ? plainUserSql(plain, password) : []),
    '',
  ].join('\n');
}

const plainUserSql = ({ name, databases }: PlainUser, password: string): string[] => [
  `CREATE USER IF NOT EXISTS '${name}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
  ...databases.map((database) => `GRANT ALL PRIVILEGES ON \`${database}\`.* TO '${name}'@'127.0.0.1';`),
];

/** @throws ProvisionError with cause and cure. */
export async function startMysql({ home, durable, port: wanted, plainUser, log }: MysqlOptions): Promise<PrivateMysql> {
  const program = mysqlProgram();
  const dir = join(resolve(home), 'mysql');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  requireSpace(dir, (durable ? 600 : 300) * MB);
  if (wanted !== undefined && !(await portIsFree(wanted))) throw new ProvisionError(`MySQL did not start: port ${wanted} is taken`, 'stop the program that listens there, or let a free port be chosen');
  const data = join(dir, 'data');
  await prepareFolder(data, program);
  const port = wanted ?? (await freePort());
  const password = keptSecret(join(dir, 'password'));
  const initFile = join(dir, 'init.sql');
  const { socket, forget } = socketPath(dir);
  writeFileSync(initFile, initSql(password, plainUser), { mode: 0o600 });
  const args = mysqlArguments({ kind: program.kind, port, data, socket, initFile, durable });
  try {
    const server = await startServer({ name: 'MySQL', program: program.path, args, logFile: join(dir, 'mysql.log'), ready: () => mysqlGreets(port), readyTimeoutMs: 120_000, stopTimeoutMs: 60_000 });
    void server.exited.then(forget);
    log(`${program.kind === 'mariadb' ? 'MariaDB' : 'MySQL'} listens on 127.0.0.1:${port}`);
    return { kind: program.kind, host: '127.0.0.1', port, user: USER, password, ...server };
  } catch (error) {
    forget();
    throw error;
  } finally {
    rmSync(initFile, { force: true });
  }
}

/** In the home where the path is short enough, else in a folder of its own under the system's temporary one. */
function socketPath(dir: string): { socket: string; forget(): void } {
  const here = join(dir, 's.sock');
  if (Buffer.byteLength(here) <= LONGEST_SOCKET_PATH) return { socket: here, forget: () => rmSync(here, { force: true }) };
  const elsewhere = mkdtempSync(join(tmpdir(), 'farm-sql-'));
  return { socket: join(elsewhere, 's.sock'), forget: () => rmSync(elsewhere, { recursive: true, force: true }) };
}
