/**
 * The thread's file for tests, which run the sources: compiled alone into a
 * folder from which packages are found. With a way to end the thread from within.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** A thread that is asked about this ends at once. */
export const LAST_WORDS = 'end of thread';

const guard = `import { parentPort as port } from 'node:worker_threads';
port.on('message', ({ texts }) => { if (texts.includes('${LAST_WORDS}')) process.exit(3); });
`;

export interface CompiledEntry {
  entry: URL;
  remove(): void;
}

/** Call `remove` when the threads are closed. @param library another name for the model library, such as one that is not installed. */
export function compileThreadEntry(library = '@huggingface/transformers'): CompiledEntry {
  const source = readFileSync(new URL('../model/thread-entry.ts', import.meta.url), 'utf8');
  const { outputText } = transpileModule(source, { compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2023, verbatimModuleSyntax: true } });
  const cache = resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'sentiment-thread-'));
  const file = join(folder, 'thread-entry.mjs');
  writeFileSync(file, guard + outputText.replace("'@huggingface/transformers'", `'${library}'`));
  return { entry: pathToFileURL(file), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
