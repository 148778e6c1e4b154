/** Where the project lies, and what paths given by the user mean: they are read from where the user stands. */
import { resolve } from 'node:path';
import { packageRoot } from '#workers/store/migration-files.js';
import { DEFAULT_HOME } from './options.js';

/** The folder that holds package.json. */
export const projectRoot = packageRoot();

/** The default home is the project's own, wherever the command is called from. */
export const homePath = (home: string): string => (home === DEFAULT_HOME ? resolve(projectRoot, home) : resolve(home));
