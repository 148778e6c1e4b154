/** A server of ours that cannot start: always a cause in one line and something to do about it. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
  constructor(
    readonly problem: string,
    readonly cure: string,
    readonly logTail: string = '',
  ) {
    super(`${problem}. To cure it: ${cure}.${logTail && `\n--- last lines of its log ---\n${logTail}`}`);
  }
}

/** What a server writes before it gives up → cause and cure, in the order in which they are looked for. */
const KNOWN: readonly { says: RegExp; problem: string; cure: string }[] = [
  { says: /Address already in use|Bind on TCP|port: \d+ Could not/i, problem: 'its port is taken', cure: 'stop the program that listens there, or let a free port be chosen' },
  { says: /No space left|Disk full|errno: 28|Error 28\b/i, problem: 'the disk is full', cure: 'free at least 1 GB there, or choose another --home' },
  { says: /Unable to lock|Can't lock aria control file/i, problem: 'another server still uses its data folder', cure: 'wait for that server to end, or choose another --home' },
  { says: /Permission denied|Errcode: 13|errno: 13|Can't open.*Permission/i, problem: 'it may not write to its data folder', cure: 'give the folder to this user, or choose another --home (on Ubuntu, AppArmor may confine mysqld to /var/lib/mysql: install MariaDB instead)' },
  { says: /Bad file format reading the append only file|Unexpected end of file reading the append only/i, problem: 'its append-only file is damaged', cure: 'run redis-check-aof --fix on the newest file in appendonlydir' },
  { says: /Upgrade after a crash is not supported|Unsupported redo log format|newer version|downgrade/i, problem: 'its data folder was written by another version', cure: 'start it with that version, or choose another --home' },
  { says: /Cannot allocate memory|Can't allocate|Out of memory/i, problem: 'the machine has too little memory', cure: 'free about 600 MB of memory' },
];

/** Turns the tail of a server's log into a ProvisionError. */
export function explain(server: string, logTail: string, otherwise: string): ProvisionError {
  const known = KNOWN.find((k) => k.says.test(logTail));
  const last = logTail.trimEnd().split('\n').slice(-12).join('\n');
  return known ? new ProvisionError(`${server} did not start: ${known.problem}`, known.cure, last) : new ProvisionError(`${server} did not start: ${otherwise}`, 'read its log', last);
}
