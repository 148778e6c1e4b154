/**
 * Which asset a caller means: a ticker, a CoinGecko id or another name, in any case. The
 * registry is held in memory and renewed when old, or when somebody asks for a
 * name it does not know.
 */
import type { Store } from '#workers/store/index.js';
import { createNames, type Names } from '#workers/store/names.js';
import type { AssetRow } from '#workers/store/tables/assets.js';
import { stopwatchMs } from '#queues/runtime/clock.js';
import { ApiError } from '../errors.js';

const RENEW_MS = 60_000;
/** Somebody asking for nonsense costs at most one query in this time. */
const LEAST_BETWEEN_MS = 5_000;

export interface Assets {
  /** Every asset, by rank then symbol. @throws StoreError when it was never loaded and MySQL is away. */
  all(): Promise<readonly AssetRow[]>;
  /** @throws ApiError INVALID_SYMBOL. */
  find(name: string): Promise<AssetRow>;
  /** `found` in the order asked for, without repeats; `unknown` as the caller wrote them. */
  findAll(names: readonly string[]): Promise<{ found: AssetRow[]; unknown: string[] }>;
}

export const invalidSymbol = (names: readonly string[]): ApiError =>
  new ApiError('INVALID_SYMBOL', `unknown symbol: ${names.map((n) => n.slice(0, 40)).join(', ')}`, { details: { symbols: names, known: '/api/v1/symbols' } });

const byRank = (a: AssetRow, b: AssetRow): number => (a.market_rank ?? Infinity) - (b.market_rank ?? Infinity) || (a.symbol < b.symbol ? -1 : 1);

class KeptAssets implements Assets {
  private rows: readonly AssetRow[] = [];
  private names: Names = createNames([]);
  private triedAt = -Infinity;
  private loading: Promise<void> | undefined;
  constructor(private readonly store: Pick<Store, 'assets'>) {}

  async all(): Promise<readonly AssetRow[]> {
    await this.renew(this.rows.length === 0 ? 0 : LEAST_BETWEEN_MS);
    return this.rows;
  }
  async find(name: string): Promise<AssetRow> {
    const asset = await this.lookUp(name);
    if (!asset) throw invalidSymbol([name]);
    return asset;
  }
  async findAll(wanted: readonly string[]): Promise<{ found: AssetRow[]; unknown: string[] }> {
    const found = new Map<string, AssetRow>();
    const unknown: string[] = [];
    for (const name of wanted) {
      const asset = await this.lookUp(name);
      if (asset) found.set(asset.symbol, asset);
      else unknown.push(name);
    }
    return { found: [...found.values()], unknown };
  }

  private async lookUp(name: string): Promise<AssetRow | undefined> {
    await this.renew(this.rows.length === 0 ? 0 : RENEW_MS);
    const hit = this.names.find(name);
    if (hit) return hit;
    await this.renew(LEAST_BETWEEN_MS);
    return this.names.find(name);
  }
  private async renew(olderThanMs: number): Promise<void> {
    if (this.loading) return this.loading;
    if (stopwatchMs() - this.triedAt < olderThanMs) return;
    this.triedAt = stopwatchMs();
    // What is known stays good while MySQL is away; knowing nothing is an error.
    this.loading = this.load()
      .catch((error: unknown) => {
        if (this.rows.length === 0) throw error;
      })
      .finally(() => (this.loading = undefined));
    await this.loading;
  }
  private async load(): Promise<void> {
    const fresh = (await this.store.assets.all()).sort(byRank);
    this.names = createNames(fresh);
    this.rows = fresh;
  }
}

/** What the farm collects, by rank: the registry may know more. */
export async function collectedAssets({ assets, store }: { assets: Pick<Assets, 'all'>; store: Pick<Store, 'stats'> }): Promise<AssetRow[]> {
  const [all, collected] = await Promise.all([assets.all(), store.stats.collected()]);
  return all.filter((a) => collected.has(a.symbol));
}

export const createAssets = (store: Pick<Store, 'assets'>): Assets => new KeptAssets(store);
