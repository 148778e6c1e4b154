/** A side of the bench of indicators in a process of its own: asked for it, it answers what it took. */
import { sides, type SideName } from './indicator-sides.js';

process.on('message', (side: SideName) => process.send?.(sides[side]()));
process.send?.('ready');
