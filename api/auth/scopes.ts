/** Who may ask for what: the scopes and the three keys' sets of them. */
const READ = ['read:prices', 'read:technical', 'read:sentiment', 'read:news', 'read:stats'] as const;
const TRADE = [...READ, 'read:ml-features', 'read:derivatives', 'read:queues'] as const;
export const scopes = [...TRADE, 'admin:queues', 'write:backfill'] as const;
export type Scope = (typeof scopes)[number];

export const KEY_SCOPES = { readonly: READ, trading: TRADE, master: scopes } as const satisfies Record<string, readonly Scope[]>;
export type KeyName = keyof typeof KEY_SCOPES;

export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** Who is asking, once proven. */
export interface Principal {
  /** Bounded and safe to log: a key's name, or `jwt:` and a digest of its subject. */
  id: string;
  scopes: ReadonlySet<Scope>;
  /** Requests allowed per window. */
  limit: { requests: number; windowSeconds: number };
  /** Which key of the ring it is; a token has none. */
  kid?: string;
  /** Real ms at which the key or token ends; undefined: when it is taken away. */
  untilMs?: number | undefined;
}
