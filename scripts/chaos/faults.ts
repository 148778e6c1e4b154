/** The registry of faults: one file, one line. */
import type { Fault } from './fault.js';
import { clockAhead, clockBehind } from './faults/clock.js';
import { deadlockMysql } from './faults/deadlock.js';
import { fullDisk } from './faults/disk.js';
import { cutHosts } from './faults/hosts.js';
import { killApi, killScheduler, killWorker } from './faults/kill-process.js';
import { crowdedMysql, killMysql, readOnlyMysql } from './faults/mysql.js';
import { flushRedis, killRedis } from './faults/redis.js';
import { rollingRestart } from './faults/rolling.js';
import { spoiledAnswers } from './faults/spoiled.js';

export const faults: readonly Fault[] = [killWorker, killScheduler, killApi, killRedis, flushRedis, killMysql, readOnlyMysql, crowdedMysql, deadlockMysql, fullDisk, clockAhead, clockBehind, ...cutHosts, spoiledAnswers, rollingRestart];
