/**
 * What was found, as rows. Event time is the close of the bar that completed it;
 * known it is once it was found, which may be later: both are kept, so that a
 * feature at an instant uses the findings that existed then. Pure.
 */
import { createHash } from 'node:crypto';
import type { Timeframe } from '../../store/index.js';
import type { ChartPatternRow } from '../../store/tables/insight.js';
import type { MarketEventRow } from '../../store/tables/news.js';
import type { Anomaly } from './anomalies.js';
import { PATTERNS_VERSION, type Found } from './index.js';

export interface Stamp {
  /** When it was found. */
  at: Date;
  dataSource: string;
}
export interface Subject {
  symbol: string;
  timeframe: Timeframe;
}

/** A formation this clear on bars this long is an event of the market, not of the chart alone. */
export const STRONG = 0.6;
const EVENTFUL: readonly Timeframe[] = ['4h', '1d'];

export function patternRow(found: Found, { symbol, timeframe }: Subject, { at, dataSource }: Stamp): ChartPatternRow {
  return {
    symbol,
    timeframe,
    pattern: found.pattern,
    ended_at: new Date(found.endedAt),
    direction: found.direction,
    confidence: found.confidence,
    started_at: new Date(found.startedAt),
    evidence: found.evidence,
    version: PATTERNS_VERSION,
    available_at: at,
    ingested_at: at,
    data_source: dataSource,
  };
}

/** The same kind, subject and instant are the same event, whoever finds it and however often. */
export const eventId = (kind: string, subject: string, at: number): string => createHash('sha256').update(`${kind}|${subject}|${new Date(at).toISOString()}`).digest('hex');

const words = (name: string): string => name.replaceAll('_', ' ');
const event = (kind: string, symbol: string, at: number): Pick<MarketEventRow, 'event_id' | 'subject' | 'occurred_at'> => ({ event_id: eventId(kind, symbol, at), subject: symbol, occurred_at: new Date(at) });
const stamped = ({ at, dataSource }: Stamp) => ({ available_at: at, ingested_at: at, data_source: dataSource });

/** The event an anomaly is. */
export function anomalyEvent(anomaly: Anomaly, { timeframe }: Subject, stamp: Stamp): MarketEventRow {
  const { kind, symbol, severity, evidence } = anomaly;
  return {
    ...event(`anomaly.${kind}.${timeframe}`, symbol, anomaly.at),
    kind: 'anomaly',
    title: `${symbol}: ${words(kind)} on a ${timeframe} bar, ${evidence.measure.toFixed(1)} against a threshold of ${evidence.threshold}`,
    severity,
    details: { anomaly: kind, timeframe, ...evidence },
    ...stamped(stamp),
  };
}

/** The event a pattern is, or null where it is not strong enough to be one. */
export function patternEvent(found: Found, family: 'candles' | 'swings', { symbol, timeframe }: Subject, stamp: Stamp): MarketEventRow | null {
  if (family !== 'swings' || found.confidence < STRONG || !EVENTFUL.includes(timeframe)) return null;
  const { pattern, direction, confidence, evidence } = found;
  return {
    ...event(`pattern.${pattern}.${timeframe}`, symbol, found.endedAt),
    kind: 'chart_pattern',
    title: `${symbol}: ${words(pattern)} completed on ${timeframe} bars (${direction})`,
    severity: confidence,
    details: { pattern, direction, timeframe, confidence, ...evidence },
    ...stamped(stamp),
  };
}
