/** Narratives as rows: event time is the end of the window, known they are when they were told. Pure. */
import type { NewsNarrativeRow, SimilarPast } from '../../store/tables/news.js';
import type { Narrative } from './narrative.js';
import { similarPast, type Remembered } from './similar.js';

export interface Told {
  /** End of the window, ms. */
  slot: number;
  windowHours: number;
  /** When it was told. */
  at: Date;
  dataSource: string;
}

/** `past` holds narratives of windows that share no hour with this one. */
export function narrativeRow(narrative: Narrative, past: readonly Remembered<Omit<SimilarPast, 'score'>>[], { slot, windowHours, at, dataSource }: Told): NewsNarrativeRow {
  const { theme, coherence, articles, share, sentiment, affected, articleIds, terms, summary } = narrative;
  return {
    window_end: new Date(slot),
    window_hours: windowHours,
    theme,
    coherence,
    articles,
    share,
    sentiment_score: sentiment,
    symbols: Object.keys(affected),
    affected,
    article_ids: articleIds,
    terms,
    similar_past: theme === 'other' ? [] : similarPast(terms, past).map(({ key, score }) => ({ ...key, score: Math.round(score * 1e4) / 1e4 })),
    summary,
    available_at: at,
    ingested_at: at,
    data_source: dataSource,
  };
}
