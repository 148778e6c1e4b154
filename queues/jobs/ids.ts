/** The first run of a slot has no suffix; every repair round has its own, so that a retained finished job never swallows it. */
export const roundSuffix = (round: number): string => (round === 0 ? '' : `.r${round}`);
