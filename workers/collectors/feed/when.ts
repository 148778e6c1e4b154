/**
 * Instants as feeds write them: RFC 822 with offsets or the zones of North
 * America and Europe, ISO 8601. A time without a zone is taken as UTC, whatever
 * this machine's own zone is. Refuses what it cannot read for certain.
 */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Hours ahead of UTC. */
const ZONES: Readonly<Record<string, number>> = { UT: 0, UTC: 0, GMT: 0, Z: 0, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, CET: 1, CEST: 2 };
/** "Wed, 30 Sep 2026 17:17:54 +0000", "03 Apr 02 1500 GMT" (RFC 822 §5.1; the day's name says nothing). */
const RFC_822 = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?\s+(\d{4}|\d{2})\s+(\d{1,2}):?(\d{2})(?::(\d{2}))?(?:\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,5}))?$/u;
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Minutes ahead of UTC, or null for a zone nobody knows. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return 0;
  const named = ZONES[zone.toUpperCase()];
  if (named !== undefined) return named * 60;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!offset) return null;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === '-' ? -minutes : minutes;
}

/** RFC 2822 §4.3: two digits below 50 are of this century. */
function fullYear(year: number): number {
  if (year < 50) return 2_000 + year;
  return year < 100 ? 1_900 + year : year;
}

function ofRfc822(text: string): Date | null {
  const parts = RFC_822.exec(text);
  const month = MONTHS.indexOf(parts?.[2]?.toLowerCase() ?? '');
  const offset = offsetOf(parts?.[7]);
  if (!parts || month < 0 || offset === null) return null;
  const [day, year, hour, minute] = [parts[1], parts[3], parts[4], parts[5]].map(Number) as [number, number, number, number];
  return new Date(Date.UTC(fullYear(year), month, day, hour, minute, Number(parts[6] ?? 0)) - offset * 60_000);
}

function ofIso(text: string): Date | null {
  const parts = ISO.exec(text);
  if (!parts) return null;
  const at = new Date(`${parts[1] as string}T${parts[2] ?? '00:00'}${parts[3]?.toUpperCase() ?? 'Z'}`);
  return Number.isFinite(at.getTime()) ? at : null;
}

/** @returns the instant, or null for text that is none. */
export function instantOf(text: string): Date | null {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return ofIso(trimmed) ?? ofRfc822(trimmed);
}
