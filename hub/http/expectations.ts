/**
 * What a fault expected, in the caller's language. It is written in English where the rule is, by connectors, mappings,
 * schemas and zod alike, and is kept so; here it is put into Vietnamese on its way out, so that what is kept does not
 * depend on who asked first. What has no words of its own is told by the sentence of its rule.
 */
import { expectationPatterns, expectationWords } from './expectation-words.ts';
import { faultWords } from './fault-words.ts';
import type { Language, RequestFault } from './problems.ts';

/** The faults with what was expected in that language; paths and codes are the same in every one. */
export function faultsIn<T extends RequestFault>(language: Language, faults: readonly T[]): T[] {
  if (language === 'en') return [...faults];
  return faults.map((fault) => ({ ...fault, expected: vietnamese(fault) }));
}

/** An expectation in Vietnamese; undefined if it has no words of its own. */
export function expectationInVietnamese(expected: string): string | undefined {
  const words = expectationWords.get(expected);
  if (words !== undefined) return words;
  for (const [pattern, rewrite] of expectationPatterns) {
    if (pattern.test(expected)) return expected.replace(pattern, rewrite);
  }
  return undefined;
}

function vietnamese({ code, expected }: RequestFault): string {
  return expectationInVietnamese(expected) ?? (isWorded(code) ? faultWords[code] : expected);
}

function isWorded(code: string): code is keyof typeof faultWords {
  return Object.hasOwn(faultWords, code);
}
