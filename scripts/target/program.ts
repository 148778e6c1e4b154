/** Other people's programs: docker, kubectl, helm, kind. A missing one is said with its cure, a failed one with its own words. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StartError } from '#queues/errors.js';
import { processEnvironment } from '#queues/runtime/env.js';

const CURES: Record<string, string> = {
  docker: 'install Docker: https://docs.docker.com/engine/install',
  kind: 'install kind: https://kind.sigs.k8s.io/docs/user/quick-start, or deploy to another cluster with --context and --image',
  kubectl: 'install kubectl: https://kubernetes.io/docs/tasks/tools',
  helm: 'install Helm 3: https://helm.sh/docs/intro/install',
};

function isOnPath(program: string): boolean {
  return (processEnvironment()['PATH'] ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false; // not in this one
    }
  });
}

/** One line for each that is not there. */
export const missingPrograms = (programs: readonly string[]): string[] => programs.filter((p) => !isOnPath(p)).map((p) => `${p} is not on the PATH: ${CURES[p] ?? 'install it'}`);

const MOST_BYTES = 64 * 1_024 * 1_024;
const PATIENCE_MS = 60_000;

/** What it wrote to stdout. @throws StartError with what it wrote to stderr. */
export function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { maxBuffer: MOST_BYTES, timeout: PATIENCE_MS }, (error, stdout, stderr) => {
      if (error) reject(new StartError(`${program} ${args.slice(0, 3).join(' ')} failed: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
  });
}

/** A program that keeps running and says a line that matches. @returns the match and the process. @throws StartError when it ends before. */
export function until(program: string, args: readonly string[], line: RegExp): Promise<{ match: RegExpExecArray; child: ChildProcess }> {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (part: Buffer): void => {
      text += part.toString();
      const match = line.exec(text);
      if (match) resolve({ match, child });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => reject(new StartError(`${program} could not be started: ${error.message}`)));
    child.once('exit', (code) => reject(new StartError(`${program} ${args.slice(0, 3).join(' ')} ended with ${code}: ${text.trim()}`)));
  });
}
