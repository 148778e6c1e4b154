/** A line through a day's closes, as the `d` of an SVG path. Pure. */
const PAD = 1;
const round = (n: number): number => Math.round(n * 10) / 10;

/** The line breaks where a value is missing. Empty when none is known. */
export function sparkline(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((v): v is number => v !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const y = (v: number): number => (span === 0 ? height / 2 : PAD + (1 - (v - low) / span) * (height - 2 * PAD));
  const step = width / Math.max(1, values.length - 1);
  let pen = 'M';
  return values
    .map((v, i) => {
      const part = v === null ? '' : `${pen}${round(i * step)} ${round(y(v))}`;
      pen = v === null ? 'M' : 'L';
      return part;
    })
    .join('');
}
