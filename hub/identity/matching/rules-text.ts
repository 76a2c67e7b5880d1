/** Rules as the text of a rules file. */
import { Document, isScalar, visit } from 'yaml';
import type { MatchingRules } from './rules.ts';

const digits = 3;
const onOneLine = new Set(['m', 'u', 'usual', 'same', 'review']);

/** The text for a rules file, with few digits; `comment` stands above it. It holds nothing but what the rules hold. */
export function rulesText(rules: MatchingRules, comment: string): string {
  const document = new Document(rules);
  document.commentBefore = comment
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
