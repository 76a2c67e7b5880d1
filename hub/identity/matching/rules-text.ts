/** Rules as the text of a rules file. */
import { Document, isScalar, visit } from 'yaml';
import type { MatchingRules } from './rules.ts';

const digits = 3;
const onOneLine = new Set(['m', 'u', 'usual', 'same', 'review']);

const about = `The rules by which records without an authoritative link are matched. The hub reads them at start and refuses what
does not fit together. docs/matching.md says what each part means, and how a change is reviewed.

Learned, by estimation: fields (m, u, usual) and terms (rare, family, words). Decided by people: everything else.
A level weighs log2(m / u) bits: m is how often two records of one person reach it, u how often strangers do.`;

/** The text for a rules file, with few digits; `source` says in its head what it was learned from. */
export function rulesText(rules: MatchingRules, source: string): string {
  const document = new Document(rules);
  document.commentBefore = `${about}\n\n${source}`
    .split('\n')
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
  visit(document, {
    Map(_key, map) {
      map.flow = map.items.length > 0 && map.items.every(({ key }) => onOneLine.has(String(key)));
    },
    Seq(_key, list) {
      list.flow = list.items.every((item) => isScalar(item));
    },
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'number') scalar.value = Number(scalar.value.toPrecision(digits));
    },
  });
  return document.toString({ lineWidth: 120 });
}
