/** Processes that a bench asks by messages: started, heard, and ended with it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '#queues/runtime/env.js';
import type { BenchServices } from './services.js';

/** @param flags of Node */
export function startScript(b: Pick<BenchServices, 'closers'> & { env: Environment }, script: string, flags: readonly string[] = []): ChildProcess {
  const child = fork(script, { env: b.env, execArgv: [...flags], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  b.closers.add(script, () => void child.kill());
  return child;
}

/** @returns the child's next message. @throws Error when it ends first. */
export async function heard(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const { signal } = gone;
  const ended = once(child, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`a process of the bench ended with ${String(code)}`)));
  const told = once(child, 'message', { signal }).then(([message]: unknown[]) => message);
  return Promise.race([told, ended]).finally(() => (gone.abort(), void Promise.allSettled([told, ended])));
}
