/** How far each source has been read. A position is moved after the rows it stands for are committed. */
import type { Database } from '../database.js';
import type { CursorsRepository } from '../index.js';
import { sourceCursors, type SourceCursorRow } from '../tables/cursors.js';

export function cursorsRepository(db: Database): CursorsRepository {
  return {
    async of(source) {
      const rows = await db.select<SourceCursorRow>(sourceCursors, { sql: `SELECT * FROM ${db.name(sourceCursors)} WHERE source = ?`, values: [source] });
      return new Map(rows.map((r) => [r.item, r.position]));
    },
    async set(source, positions, at) {
      const rows = [...positions].map(([item, position]) => ({ source, item, position, updated_at: at }));
      await db.save(sourceCursors, rows);
    },
  };
}
