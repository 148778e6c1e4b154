/** A reader of server-sent events over plain HTTP that remembers what it was told. */
import type { PriceUpdate } from '../views/prices.js';

export interface HeardEvent {
  id: string;
  event: string;
  data: PriceUpdate & { seq: number; snapshot?: boolean };
}
export interface EventReader {
  response: Response;
  heard: HeardEvent[];
  /** Everything that came, as it came. */
  text(): string;
  leave(): void;
  /** Resolves when the stream has ended, by whoever's doing. */
  ended: Promise<void>;
}

const field = (block: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';

export async function openEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  const heard: HeardEvent[] = [];
  let text = '';
  let rest = '';
  const take = (chunk: string): void => {
    text += chunk;
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.includes('data: ')) heard.push({ id: field(block, 'id'), event: field(block, 'event'), data: JSON.parse(field(block, 'data')) as HeardEvent['data'] });
  };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    if (!response.body) return;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) take(decoder.decode(chunk, { stream: true }));
  };
  const ended = read().catch(() => undefined); // leaving, or a server that went away: either way it is over
  return { response, heard, text: () => text, leave: () => stop.abort(), ended };
}
