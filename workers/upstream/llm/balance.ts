/**
 * Several addresses of one model: each call goes to the one with the fewest calls
 * in flight whose circuit is closed, and to the next where one is away or lacks
 * the model. An answer, even a bad one, is never asked for twice here.
 */
import { UpstreamError } from '#queues/errors.js';
import type { Line } from './line.js';

/** The address is there but cannot serve the model. */
export class ModelMissingError extends UpstreamError {
  constructor(provider: string, model: string) {
    super('refused', `the model "${model}" is not there; pull it, or set LLM_MODEL to one that is`, { host: provider });
  }
}

interface Seat {
  line: Line;
  inFlight: number;
  served: number;
}

const worthAnother = (error: unknown): boolean => error instanceof ModelMissingError || (error instanceof UpstreamError && error.fault === 'unavailable');

/** @returns a function that runs a call on the best address, then on the others in turn while they are away. */
export function balanced(lines: readonly Line[]): <T>(call: (line: Line) => Promise<T>) => Promise<T> {
  const seats: Seat[] = lines.map((line) => ({ line, inFlight: 0, served: 0 }));
  const order = (): Seat[] => [...seats].sort((a, b) => Number(a.line.open) - Number(b.line.open) || a.inFlight - b.inFlight || a.served - b.served);
  const on = async <T>(seat: Seat, call: (line: Line) => Promise<T>): Promise<T> => {
    seat.inFlight += 1;
    seat.served += 1;
    try {
      return await call(seat.line);
    } finally {
      seat.inFlight -= 1;
    }
  };
  return async (call) => {
    let last: unknown = new RangeError('a language model needs at least one address');
    const tried = new Set<Seat>();
    for (let seat = order()[0]; seat; seat = order().find((s) => !tried.has(s))) {
      tried.add(seat);
      try {
        return await on(seat, call);
      } catch (error) {
        if (!worthAnother(error)) throw error;
        last = error;
      }
    }
    throw last;
  };
}
