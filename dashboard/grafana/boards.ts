/** The dashboards there are, by the name of their file. */
import { api } from './api.js';
import { collection } from './collection.js';
import { grafanaJson } from './make.js';
import { quality } from './quality.js';
import { work } from './work.js';

export const boards = { collection, work, api, quality } as const;
/** Where `npm run generate` writes them: the chart can only read files of its own. */
export const BOARDS_FOLDER = 'helm/crypto-data-farm/files/dashboards';
/** Path from the project's root → text. */
export const boardFiles = (): [string, string][] => Object.entries(boards).map(([name, board]) => [`${BOARDS_FOLDER}/${name}.json`, grafanaJson(board)]);
