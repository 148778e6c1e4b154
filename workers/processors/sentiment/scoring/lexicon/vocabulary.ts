/**
 * The notation of the word lists: a list is a line of words, inflected by rule
 * where it holds verbs or nouns. Written for this project.
 */
export const words = (line: string): string[] => line.trim().split(/\s+/);

const SIBILANT = /(?:s|x|z|ch|sh)$/;
const CONSONANT_Y = /[^aeiou]y$/;

function plural(noun: string): string {
  if (SIBILANT.test(noun)) return `${noun}es`;
  return CONSONANT_Y.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function past(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  return CONSONANT_Y.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

/** Nouns with their plurals. */
export const nouns = (line: string): string[] => words(line).flatMap((n) => [n, plural(n)]);

/** Regular verbs in all their forms; irregular forms go into a list of `words`. */
export const verbs = (line: string): string[] => words(line).flatMap((v) => [v, plural(v), past(v), `${v.endsWith('e') && !v.endsWith('ee') ? v.slice(0, -1) : v}ing`]);
