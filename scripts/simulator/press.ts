/** The hosts that tell stories: feeds, news services and the networks where people post. */
import type { HostName } from '#workers/upstream/addresses.js';
import { json } from './answer.js';
import { CryptoPanic, cryptopanicTooMany } from './cryptopanic.js';
import { challenge, FeedSite, sites, type SiteName } from './feeds.js';
import { Guardian, GUARDIAN_TOO_MANY } from './guardian.js';
import type { MakePlayer, World } from './hosts.js';
import { NewsApi, newsapiTooMany } from './newsapi.js';
import { Reddit, REDDIT_TOO_MANY } from './reddit.js';
import { Newsroom } from './stories.js';
import { Twitter, TWITTER_TOO_MANY } from './twitter.js';

const newsroomOf = ({ source, seed }: World): Newsroom => new Newsroom(source, seed);

const feed =
  (name: SiteName): MakePlayer =>
  (world) => {
    const site = new FeedSite(name, newsroomOf(world), world.seed);
    return { answer: (call) => site.answer(call), tooMany: () => challenge(429), errorIn200: () => challenge(200), broken: () => challenge(503) };
  };

const services = {
  guardian: (world) => {
    const guardian = new Guardian(newsroomOf(world), world.seed);
    return { answer: (call) => guardian.answer(call), tooMany: () => json(429, GUARDIAN_TOO_MANY), errorIn200: () => json(200, GUARDIAN_TOO_MANY), broken: () => json(500, { message: 'An unexpected error occurred' }) };
  },
  newsapi: (world) => {
    const newsapi = new NewsApi(newsroomOf(world), world.seed);
    return { answer: (call) => newsapi.answer(call), tooMany: () => newsapiTooMany(429), errorIn200: () => newsapiTooMany(200), broken: () => json(500, { status: 'error', code: 'unexpectedError', message: 'Something went wrong.' }) };
  },
  cryptopanic: (world) => {
    const cryptopanic = new CryptoPanic(newsroomOf(world), world.seed);
    return { answer: (call) => cryptopanic.answer(call), tooMany: () => cryptopanicTooMany(429), errorIn200: () => cryptopanicTooMany(200) };
  },
  reddit: (world) => {
    const reddit = new Reddit(newsroomOf(world), world.seed);
    return { answer: (call) => reddit.api(call), tooMany: () => json(429, REDDIT_TOO_MANY), errorIn200: () => json(200, REDDIT_TOO_MANY), broken: () => json(503, { message: 'Service Unavailable', error: 503 }) };
  },
  reddit_www: (world) => {
    const reddit = new Reddit(newsroomOf(world), world.seed);
    return { answer: (call) => reddit.site(call), tooMany: () => json(429, REDDIT_TOO_MANY), errorIn200: () => json(200, REDDIT_TOO_MANY), broken: () => json(503, { message: 'Service Unavailable', error: 503 }) };
  },
  twitter: (world) => {
    const twitter = new Twitter(newsroomOf(world), world.seed);
    return { answer: (call) => twitter.answer(call), tooMany: () => json(429, TWITTER_TOO_MANY), errorIn200: () => json(200, TWITTER_TOO_MANY), broken: () => json(503, { title: 'Service Unavailable', detail: 'Service Unavailable', type: 'about:blank', status: 503 }) };
  },
} as const satisfies Partial<Record<HostName, MakePlayer>>;

const feedNames = Object.keys(sites) as SiteName[];
export const press = { ...services, ...(Object.fromEntries(feedNames.map((name) => [name, feed(name)])) as Record<SiteName, MakePlayer>) };
