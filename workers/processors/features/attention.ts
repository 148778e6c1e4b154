/**
 * How much is written: articles and posts, about the coin and about crypto as a
 * whole. A text counts by its own instant, once it is known.
 */
import { declare, from, type Declaration } from './inputs.js';
import { windowWords, type WindowName } from './text-windows.js';

const about = (window: WindowName) => ({ lookback: windowWords[window], version: 1 }) as const;
/** One more text each way, so that the pace of a coin nobody wrote about is the usual one. */
const pace = (day: number, week: number): number => (day + 1) / (week / 7 + 1);
const age = (what: string, of: Pick<Declaration, 'inputs' | 'of'>): Declaration => ({ lookback: 'none', version: 1, unit: 'minutes', formula: `slot − available_at of the newest ${what} about crypto`, ...of });

const articles = (whose: 'own' | 'market', window: WindowName): Declaration => ({
  ...about(window), unit: 'articles', formula: `articles published about ${whose === 'own' ? 'the coin' : 'crypto'}`, ...from([`news.${whose}.count_${window}`], (n) => n),
});
const posts = (whose: 'own' | 'market', window: WindowName): Declaration => ({
  ...about(window), unit: 'posts', formula: `posts written about ${whose === 'own' ? 'the coin' : 'crypto'}`, ...from([`social.${whose}.count_${window}`], (n) => n),
});

export const news = declare('news', {
  news_count_1h: articles('own', '1h'),
  news_count_24h: articles('own', '24h'),
  news_count_7d: articles('own', '7d'),
  news_share_24h: { ...about('24h'), unit: 'ratio', formula: 'news_count_24h / market_news_count_24h', ...from(['news.own.count_24h', 'news.market.count_24h'], (own, all) => own / all) },
  news_share_7d: { ...about('7d'), unit: 'ratio', formula: 'news_count_7d / market_news_count_7d', ...from(['news.own.count_7d', 'news.market.count_7d'], (own, all) => own / all) },
  news_pace: { ...about('7d'), unit: 'ratio', formula: '(news_count_24h + 1) / (news_count_7d / 7 + 1)', ...from(['news.own.count_24h', 'news.own.count_7d'], pace) },
  market_news_count_1h: articles('market', '1h'),
  market_news_count_24h: articles('market', '24h'),
  market_news_pace: { ...about('7d'), unit: 'ratio', formula: 'as news_pace, of all articles about crypto', ...from(['news.market.count_24h', 'news.market.count_7d'], pace) },
  stock_news_count_24h: { ...about('24h'), unit: 'articles', formula: 'articles published about shares and the economy', ...from(['news.stock.count_24h'], (n) => n) },
  news_age_minutes: age('article', from(['news.market.age'], (minutes) => minutes)),
});

export const social = declare('social', {
  social_count_1h: posts('own', '1h'),
  social_count_24h: posts('own', '24h'),
  social_count_7d: posts('own', '7d'),
  social_share_24h: { ...about('24h'), unit: 'ratio', formula: 'social_count_24h / market_social_count_24h', ...from(['social.own.count_24h', 'social.market.count_24h'], (own, all) => own / all) },
  social_pace: { ...about('7d'), unit: 'ratio', formula: '(social_count_24h + 1) / (social_count_7d / 7 + 1)', ...from(['social.own.count_24h', 'social.own.count_7d'], pace) },
  social_engagement_24h: { ...about('24h'), unit: 'reactions', formula: 'Σ votes and replies of the posts about the coin, as they stood when first seen', ...from(['social.own.engagement_24h'], (n) => n) },
  market_social_count_1h: posts('market', '1h'),
  market_social_count_24h: posts('market', '24h'),
  market_social_pace: { ...about('7d'), unit: 'ratio', formula: 'as social_pace, of all posts about crypto', ...from(['social.market.count_24h', 'social.market.count_7d'], pace) },
  market_social_engagement_24h: { ...about('24h'), unit: 'reactions', formula: 'Σ votes and replies of all posts, per post', ...from(['social.market.engagement_24h', 'social.market.count_24h'], (reactions, n) => reactions / n) },
  social_age_minutes: age('post', from(['social.market.age'], (minutes) => minutes)),
});
