/**
 * How a command of the farm ends: one message for what went wrong, and a code.
 * 0 done, 1 a part failed, 2 wrong options or settings.
 */
import { CommanderError } from 'commander';
import { BackgroundError } from './detach.js';

/** Errors that are written for a person; any other shows where it came from. */
const WRITTEN_FOR_PEOPLE = new Set(['ConfigError', 'ProvisionError', 'StartError', 'StoreError']);

/** Commands that answer before anything is installed; the rest are npm's words. */
const SHELL_WORDS = new Set(['up', 'down', 'test']);

/** What the file system says about a home that cannot be used. */
const FILE_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT']);

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (path !== undefined && FILE_TROUBLE.has(code ?? '')) return `${error.message}. To cure it: make the folder writable, with space left, or choose another --home.`;
  return WRITTEN_FOR_PEOPLE.has(error.name) ? error.message : (error.stack ?? error.message);
};

/** Writes the message. @param word the command, for its `--help`. @returns the exit code. */
export function explainError(error: unknown, word: string): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help has been shown
    const command = SHELL_WORDS.has(word) ? `./scripts/${word}` : `npm run ${word} --`;
    process.stderr.write(`${error.message.replace(/^error: /, '').replace(/\.$/, '')}: ${command} --help lists the options\n`);
    return 2;
  }
  process.stderr.write(`${messageOf(error)}\n`);
  if (error instanceof BackgroundError) return error.exitCode;
  return error instanceof Error && error.name === 'ConfigError' ? 2 : 1;
}

/** Runs a command's main function and ends the process with its code. */
export function runCommand(word: string, main: () => Promise<number>): void {
  void main()
    .catch((error: unknown) => explainError(error, word))
    .then((code) => process.exit(code));
}
