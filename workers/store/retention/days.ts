/** The defaults of what is kept. Nothing goes within a year unless KEEP_DAYS says so. */
export const FOR_EVER = 0;
export const FIVE_YEARS = 1_826;
/** What tells how rows came about: long enough to compare a whole year with the one before its end. */
export const YEAR_AND_MORE = 400;
