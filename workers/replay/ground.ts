/** Where a replay stands: the databases of the farm, which it only reads, and its own beside them. */
import type { DatabaseName, Table } from '../store/table.js';
import { databaseNames, type StoreConfig } from '../store/config.js';
import { quoted } from '../store/ddl.js';
import type { Session } from '../store/mysql.js';

/** Instants are farm ms; `from` belongs to it, `to` does not. */
export interface Window {
  from: number;
  to: number;
}

export interface Ground {
  live: StoreConfig;
  scratch: StoreConfig;
  /** A connection without limits on how long a statement may take. */
  session: Session;
  window: Window;
  /** Where the replay begins: at the window, or before it, so that what processes had in memory is there again. */
  start: number;
}

type Named = Pick<Table, 'database' | 'name'>;
const nameIn = (config: StoreConfig, t: Named): string => `${quoted(databaseNames(config)[t.database])}.${quoted(t.name)}`;

/** `database`.`table`, quoted: of the farm, and of the replay. */
export const live = (ground: Pick<Ground, 'live'>, t: Named): string => nameIn(ground.live, t);
export const scratch = (ground: Pick<Ground, 'scratch'>, t: Named): string => nameIn(ground.scratch, t);

export const databases: readonly DatabaseName[] = ['prices', 'trading', 'stock'];
