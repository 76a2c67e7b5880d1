/**
 * Whether a word could be Vietnamese. What a slip of the finger makes of a name mostly could not (Hugn, Nguyne), and
 * what could may be a rarer name than the tables know.
 */

const initial = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?';
const open =
  '(?:ia|ie|iu|ieu|oa|oai|oao|oay|oe|oeo|oi|oo|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uyu|uyeu|ai|ao|au|ay|eo|eu|ye|yeu|[aeiouy])';
const closed = '(?:oa|oe|oo|ie|ye|uye|uo|ua|ue|uy|[aeiouy])(?:ng|nh|ch|[cmnpt])';
const syllable = new RegExp(`^${initial}(?:${open}|${closed})$`);

/** Whether an unaccented word has the form of a Vietnamese syllable; some that have it are in no dictionary. */
export function isSyllable(word: string): boolean {
  return syllable.test(word);
}
