/** What was refused by a collector, kept to be looked at. */
import type { Database } from '../database.js';
import type { QuarantineRepository } from '../index.js';
import { quarantine } from '../tables/quarantine.js';

/** What was refused, kept to be looked at. */
export const quarantineRepository = (db: Database): QuarantineRepository => ({ insert: (rows) => db.save(quarantine, rows) });
