/**
 * The simulated press and its readers: stories and posts about the coins of the
 * simulated market, whose mood follows what the coin did in the day before. The
 * same seed, stream and index always tell the same story.
 */
import { streamKey, uniform } from './hash.js';
import { BoundedCache } from './lru.js';
import type { ListedAsset, MarketSource } from './source.js';
import { coinPosts, coinStories, firms, orgs, people, plainPosts, plainStories, postBodies, type Mood } from './story-texts.js';
import type { Event } from './stream.js';

export interface Story {
  title: string;
  lead: string;
  body: string;
  category: string;
  author: string;
  /** Coins it is about. */
  tickers: string[];
  /** Last part of its address. */
  slug: string;
  /** 32 hex digits. */
  uuid: string;
}

export interface Post {
  title: string;
  text: string;
  author: string;
}

/** Which part of a writer's stories is about coins, 0 to 1. */
export interface Beat {
  name: string;
  coins: number;
}

/** More than this in a day is news. */
const MOVED = 0.012;
/** Stories of a beat that are not written again each time they are asked for. */
const REMEMBERED = 400;

export class Newsroom {
  private readonly stories = new Map<string, BoundedCache<Story>>();

  constructor(
    private readonly source: MarketSource,
    private readonly seed: number,
  ) {}

  story(beat: Beat, event: Event): Story {
    const known = this.stories.get(beat.name) ?? new BoundedCache<Story>(REMEMBERED);
    this.stories.set(beat.name, known);
    return known.get(event.index, () => this.written(beat, event));
  }

  post(beat: Beat, event: Event): Post {
    const draw = drawer(streamKey(this.seed, `post:${beat.name}`), event.index);
    const subject = draw.chance(beat.coins) ? this.subject(draw, event.atMs) : null;
    const title = subject ? filled(draw.one(coinPosts[subject.mood]), subject.words) : draw.one(plainPosts);
    return { title, text: draw.one(postBodies), author: `user_${draw.number(1_000, 99_999)}` };
  }

  private written(beat: Beat, event: Event): Story {
    const key = streamKey(this.seed, `story:${beat.name}`);
    const draw = drawer(key, event.index);
    const subject = draw.chance(beat.coins) ? this.subject(draw, event.atMs) : null;
    const mood = subject?.mood ?? draw.one(['up', 'down', 'flat'] as const);
    const [headline, lead, category] = draw.one(subject ? coinStories[mood] : plainStories[mood]);
    const words = { pct: draw.number(1, 8).toString(), ...subject?.words, n: draw.number(2, 90).toString(), firm: draw.one(firms), org: draw.one(orgs), who: draw.one(people) };
    const [title, summary] = [filled(headline, words), filled(lead, words)];
    return {
      title, lead: summary, category,
      body: `${summary} ${draw.one(firms)} declined to comment. The move follows a week in which analysts at ${draw.one(firms)} had argued for patience. Further details are expected within ${words.n} days.`,
      author: draw.one(people),
      tickers: subject?.tickers ?? [],
      slug: `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-${event.index}`,
      uuid: Array.from({ length: 4 }, () => (draw.number(0, 0xffff_ffff)).toString(16).padStart(8, '0')).join(''),
    };
  }

  /** A coin, the big ones more often, another beside it, and what the first did in a day. */
  private subject(draw: Draw, atMs: number): { mood: Mood; words: Record<string, string>; tickers: string[] } {
    const assets = this.source.assets;
    const at = (u: number): ListedAsset => assets[Math.floor(u ** 2.5 * assets.length)] as ListedAsset;
    const [coin, other] = [at(draw.unit()), at(draw.unit())];
    const day = this.source.snapshot(coin, atMs);
    const change = day?.open24 ? day.price / day.open24 - 1 : 0;
    const moved: Mood = change > 0 ? 'up' : 'down';
    const mood = Math.abs(change) < MOVED && draw.chance(0.6) ? 'flat' : moved;
    const words = { name: coin.name, ticker: coin.symbol, other: other.name, pct: Math.max(0.1, Math.abs(change) * 100).toFixed(1) };
    return { mood, words, tickers: [coin.symbol] };
  }
}

const filled = (template: string, words: Readonly<Record<string, string>>): string => template.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);

interface Draw {
  unit(): number;
  chance(share: number): boolean;
  number(low: number, high: number): number;
  one<T>(list: readonly T[]): T;
}

/** Numbers for one event, in the order they are asked for. */
function drawer(key: number, index: number): Draw {
  let n = 0;
  const unit = (): number => uniform(key ^ Math.imul((n += 1), 0x9e3779b1), index);
  return {
    unit,
    chance: (share) => unit() < share,
    number: (low, high) => Math.floor(low + unit() * (high - low + 1)),
    one: (list) => list[Math.floor(unit() * list.length)] as (typeof list)[number],
  };
}
