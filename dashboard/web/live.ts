/** What the farm tells while the page is open: new prices, and that a slot is complete. Comes back by itself when it was cut off. */
import type { Answer } from './ask.js';
import { logIn } from './ask.js';
import { io, type Socket } from './vendor/socket.io.js';

export interface PriceUpdate {
  symbol: string;
  timestamp: string;
  data: { price_usd: number; volume_24h: number | null; market_cap: number | null; change_24h: number | null };
}
export interface SlotComplete {
  slot: string;
  dataset: string;
}
export type LinkState = 'connecting' | 'live' | 'away';

export interface Live {
  onPrices(hear: (updates: readonly PriceUpdate[]) => void): () => void;
  onSlot(hear: (event: SlotComplete) => void): () => void;
  /** The connection is there again after it was away: what was told meanwhile has been missed. */
  onBack(hear: () => void): () => void;
  onState(hear: (state: LinkState) => void): void;
  /** Follows the prices of these symbols, and of them again after a reconnect. */
  follow(symbols: readonly string[]): void;
}

/** A set of listeners. */
function listeners<E>() {
  const all = new Set<(event: E) => void>();
  return {
    add: (hear: (event: E) => void) => {
      all.add(hear);
      return () => void all.delete(hear);
    },
    tell: (event: E) => {
      for (const hear of all) hear(event);
    },
  };
}

const RETRY = { reconnectionDelay: 500, reconnectionDelayMax: 5_000, timeout: 8_000 };
/** What the handshake says when the session has ended. */
const NOBODY = 'INVALID_API_KEY';

export function openLive(): Live {
  const socket: Socket = io({ transports: ['websocket'], ...RETRY });
  const prices = listeners<readonly PriceUpdate[]>();
  const slots = listeners<SlotComplete>();
  const states = listeners<LinkState>();
  const returns = listeners<void>();
  let symbols: readonly string[] = [];
  let wasAway = false;
  const subscribe = (): void => {
    if (symbols.length > 0 && socket.connected) socket.emit('subscribe', { stream: 'prices', symbols });
  };
  socket.on('connect', () => {
    states.tell('live');
    subscribe();
    if (wasAway) returns.tell();
    wasAway = false;
  });
  socket.on('disconnect', (reason) => {
    wasAway = true;
    states.tell('away');
    // A server that says goodbye is being replaced: another one will answer.
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    states.tell('away');
    if (error.data?.code === NOBODY) logIn();
  });
  socket.on('price_update', ({ updates }: { updates: readonly PriceUpdate[] }) => prices.tell(updates));
  socket.on('slot_complete', (event: SlotComplete) => slots.tell(event));
  return {
    onPrices: prices.add,
    onSlot: slots.add,
    onBack: returns.add,
    onState: (hear) => void states.add(hear),
    follow: (wanted) => {
      symbols = wanted;
      subscribe();
    },
  };
}

/** The shape of a view: what it needs from the page, and what the page asks of it. */
export interface ViewContext {
  session: Answer<'Session'>;
  live: Live;
  /** Ends when the view is left. */
  signal: AbortSignal;
}
