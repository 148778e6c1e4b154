import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectRedis } from '#queues/runtime/redis.js';
import { silentLog } from '#queues/runtime/log.js';
import { ProvisionError, explain } from './failure.js';
import { mysqlGreets } from './greeting.js';
import { prepareFolder } from './mysql-folder.js';
import { initSql, startMysql } from './mysql.js';
import { portIsFree } from './ports.js';
import { startRedis } from './redis.js';
import { requireSpace } from './server.js';

const homes: string[] = [];
const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'provision-'));
  homes.push(home);
  return home;
};
afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));
const log = (): void => undefined;
const clientOf = (r: { port: number; password: string }) => connectRedis({ REDIS_HOST: '127.0.0.1', REDIS_PORT: r.port, REDIS_PASSWORD: r.password, REDIS_DB: 0, REDIS_TLS: false }, silentLog());

async function occupied<T>(use: (port: number) => Promise<T>): Promise<T> {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  try {
    return await use((squatter.address() as AddressInfo).port);
  } finally {
    squatter.close();
  }
}

describe('a private Redis', () => {
  it('goes on with its data and its password when it is started again in the same home', async () => {
    const home = newHome();
    const first = await startRedis({ home, durable: true, log });
    const writer = clientOf(first);
    await writer.set('kept', 'yes');
    await writer.quit();
    await first.stop();
    expect(await portIsFree(first.port)).toBe(true);
    const second = await startRedis({ home, durable: true, port: first.port, log });
    const reader = clientOf(second);
    expect(await reader.get('kept')).toBe('yes');
    await reader.quit();
    await second.stop();
    expect(second.password).toBe(first.password);
  });

  it('shows its password to nobody else', async () => {
    const home = newHome();
    const redis = await startRedis({ home, durable: false, log });
    await redis.stop();
    for (const file of ['password', 'redis.conf', 'redis.log']) expect(statSync(join(home, 'redis', file)).mode & 0o077, file).toBe(0);
  });

  it('says that its port is taken and what to do', async () => {
    const failure = await occupied((port) => startRedis({ home: newHome(), durable: false, port, log }).catch((e: unknown) => e));
    expect(failure).toBeInstanceOf(ProvisionError);
    expect((failure as Error).message).toMatch(/port \d+ is taken\. To cure it: /);
  });
});

describe('a private MySQL', () => {
  it('starts, leaves no secret behind, ends whole, and starts again in the same home', async () => {
    const home = newHome();
    const first = await startMysql({ home, durable: false, log });
    expect(await mysqlGreets(first.port)).toBe(true);
    expect(existsSync(join(home, 'mysql', 'init.sql'))).toBe(false);
    await first.stop();
    await first.exited;
    expect(await portIsFree(first.port)).toBe(true);
    const second = await startMysql({ home, durable: false, log });
    expect(second.password).toBe(first.password);
    await second.stop();
    expect(readdirSync(join(home, 'mysql')).sort()).toEqual(['data', 'mysql.log', 'password']);
  });

  it('finds a place for its socket when the home lies too deep for one', async () => {
    const home = join(newHome(), 'a'.repeat(60), 'b'.repeat(60));
    const mysql = await startMysql({ home, durable: false, log });
    await mysql.stop();
    expect(await portIsFree(mysql.port)).toBe(true);
  });

  it('refuses the data folder of the other kind of server, and one that holds something else', async () => {
    const [foreign, cluttered] = [join(newHome(), 'data'), join(newHome(), 'data')];
    for (const dir of [foreign, cluttered]) mkdirSync(dir);
    writeFileSync(join(foreign, 'mysql.ibd'), '');
    writeFileSync(join(cluttered, 'photo.jpg'), '');
    await expect(prepareFolder(foreign, { kind: 'mariadb', path: 'unused' })).rejects.toThrow(/belongs to MySQL, but MariaDB is installed\. To cure it: install MySQL/);
    await expect(prepareFolder(cluttered, { kind: 'mariadb', path: 'unused' })).rejects.toThrow(/not empty/);
  });

  it('closes the accounts that come with an empty password', () => {
    expect(initSql('s3cret')).toMatch(/ALTER USER 'root'@'localhost' IDENTIFIED BY 's3cret'/);
  });
});

describe('a server that cannot start', () => {
  it.each([
    ["[ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use", /port is taken/],
    ['[ERROR] mariadbd: Error writing file (Errcode: 28 "No space left on device")', /disk is full/],
    ['InnoDB: Unable to lock ./ibdata1 error: 11', /another server still uses/],
    ['Can\'t open the append-only file: Permission denied', /may not write/],
  ])('explains "%s"', (line, cause) => {
    const failure = explain('MySQL', `noise\n${line}\n`, 'it ended');
    expect(failure.message).toMatch(cause);
    expect(failure.message).toContain(line);
  });

  it('is not even tried on a full disk', () => {
    expect(() => requireSpace(tmpdir(), Number.MAX_SAFE_INTEGER)).toThrow(/the disk is full[\s\S]*--home/);
  });
});
