/**
 * When a name means an asset. An alias is a plain name, or a name with the days
 * it held: `LUNA@..2022-05-28` was LUNA until that day, `X@2020-01-01..` is X
 * since, both ends may be given (UTC midnight, the end excluded). A ticker and a
 * name hold as long as the asset's own validity. Refuses dates it cannot read.
 */
import type { AssetRow } from './assets.js';

export interface Span {
  /** First instant, ms; -Infinity: always was. */
  from: number;
  /** First instant no more, ms; Infinity: still does. */
  to: number;
}
export interface Alias extends Span {
  name: string;
}

const DATED = /^(.+)@(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/;

/** @param at ms; Infinity asks for what holds today and has no end set. */
export const holdsAt = (span: Span, at: number): boolean => span.from <= at && (at < span.to || span.to === Infinity);

/** How long the ticker means this asset. */
export const spanOf = (asset: Pick<AssetRow, 'valid_from' | 'valid_to'>): Span => ({ from: asset.valid_from?.getTime() ?? -Infinity, to: asset.valid_to?.getTime() ?? Infinity });

function day(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`an alias names a day that is none: ${text}`);
  return ms;
}

/** The other names of an asset. A dated one keeps its own days, however long the asset's ticker holds. @throws RangeError */
export function aliasesOf(asset: Pick<AssetRow, 'aliases' | 'valid_from' | 'valid_to'>): Alias[] {
  return asset.aliases.map((alias) => {
    const dated = DATED.exec(alias);
    if (!dated) return { name: alias, ...spanOf(asset) };
    return { name: dated[1] as string, from: day(dated[2], -Infinity), to: day(dated[3], Infinity) };
  });
}
