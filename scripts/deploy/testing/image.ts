/**
 * Builds what the Dockerfile builds without an engine: each stage is a folder, each COPY and RUN is carried
 * out in order, with the files that .dockerignore lets through. A RUN that changes the base image itself
 * (apt-get) has no folder to happen in; it is told and left out.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { DockerfileParser, type Copy, type Instruction } from 'dockerfile-ast';

export interface Stage {
  /** Holds what the image holds below `/`, as far as the Dockerfile put it there. */
  root: string;
  workdir: string;
  env: Record<string, string>;
  user: string | undefined;
  entrypoint: string[];
  command: string[];
}

export interface Image extends Stage {
  /** Files of the build context, relative to the project. */
  context: readonly string[];
  remove(): void;
}

/** A CommonJS function whose types speak of an ES module's default export. */
const ignore = dockerignore as unknown as typeof dockerignore.default;
/** Never part of a context: the test fails if .dockerignore would send them. */
const UNREADABLE = ['node_modules', '.git', 'dist'];

/** What `docker build .` would send. */
function contextFiles(project: string): string[] {
  const filter = ignore().add(readFileSync(join(project, '.dockerignore'), 'utf8'));
  const sent = UNREADABLE.filter((name) => !filter.ignores(`${name}/x`));
  if (sent.length > 0) throw new Error(`.dockerignore lets through ${sent.join(', ')}`);
  const tops = readdirSync(project, { withFileTypes: true }).filter((d) => !UNREADABLE.includes(d.name) && !d.name.startsWith('.farm'));
  const files = tops.flatMap((d) => (d.isDirectory() ? readdirSync(join(project, d.name), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name).slice(project.length + 1)) : [d.name]));
  return files.filter((file) => !filter.ignores(file));
}

const words = (i: Instruction): string[] => i.getArguments().map((a) => a.getValue());
const jsonWords = (i: Instruction): string[] => JSON.parse(i.getArgumentsContent() ?? '[]') as string[];
const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');

const ASSIGNMENT = /([A-Z_]+)=("[^"]*"|\S+)/g;

function assign(stage: Stage, i: Instruction): void {
  for (const [, name = '', value = ''] of (i.getArgumentsContent() ?? '').matchAll(ASSIGNMENT)) stage.env[name] = unquoted(value);
}

const inside = (stage: Stage, path: string): string => join(stage.root, resolve(stage.workdir, path));

interface Context {
  project: string;
  files: readonly string[];
}

function copy(stage: Stage, i: Copy, from: Stage | undefined, context: Context): void {
  const paths = words(i).filter((w) => !w.startsWith('--'));
  const target = paths.pop() ?? '.';
  for (const path of paths) {
    const many = paths.length > 1 || target.endsWith('/');
    if (from) cpSync(inside(from, path), inside(stage, many ? join(target, path) : target), { recursive: true });
    const files = from ? [] : context.files.filter((file) => file === path || file.startsWith(`${path}/`));
    if (!from && files.length === 0) throw new Error(`COPY ${path}: the build context has no such file`);
    for (const file of files) {
      const to = inside(stage, many || file !== path ? join(target, many ? file : file.slice(path.length + 1)) : target);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(context.project, file), to);
    }
  }
}

function run(stage: Stage, i: Instruction, tell: (line: string) => void): void {
  const text = (i.getArgumentsContent() ?? '').replace(/--mount=\S+\s+/g, '');
  if (text.includes('apt-get')) return tell(`left out, it changes the base image: RUN ${text}`);
  const done = spawnSync('sh', ['-c', text], { cwd: inside(stage, '.'), env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...stage.env }, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`RUN ${text}\nended with ${done.status}:\n${done.stdout}\n${done.stderr}`);
}

/** @param project the folder of the Dockerfile. @throws Error naming the instruction that failed. */
export function buildImage(project: string, tell: (line: string) => void): Image {
  const base = mkdtempSync(join(tmpdir(), 'farm-image-'));
  chmodSync(base, 0o755);
  const context: Context = { project, files: contextFiles(project) };
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  const begin = (name: string): Stage => {
    const fresh: Stage = { root: join(base, name), workdir: '/', env: {}, user: undefined, entrypoint: [], command: [] };
    stages.set(name, fresh);
    mkdirSync(fresh.root);
    return fresh;
  };
  const steps: Record<string, (s: Stage, i: Instruction) => void> = {
    WORKDIR: (s, i) => void mkdirSync(inside(s, (s.workdir = resolve(s.workdir, words(i)[0] ?? '/'))), { recursive: true }),
    ENV: assign,
    ARG: assign,
    COPY: (s, i) => copy(s, i as Copy, stages.get((i as Copy).getFromFlag()?.getValue() ?? ''), context),
    RUN: (s, i) => run(s, i, tell),
    USER: (s, i) => void (s.user = words(i)[0]),
    ENTRYPOINT: (s, i) => void (s.entrypoint = jsonWords(i)),
    CMD: (s, i) => void (s.command = jsonWords(i)),
  };
  for (const i of DockerfileParser.parse(readFileSync(join(project, 'Dockerfile'), 'utf8')).getInstructions()) {
    const keyword = i.getKeyword();
    if (keyword === 'FROM') stage = begin(words(i)[2] ?? 'last');
    else if (stage) steps[keyword]?.(stage, i);
  }
  if (!stage) throw new Error('the Dockerfile has no FROM');
  return { ...stage, context: context.files, remove: () => rmSync(base, { recursive: true, force: true }) };
}
