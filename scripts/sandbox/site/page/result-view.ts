/** What the hub found of a submission. */
import type { Language, Opening, Verdict, Verified } from '../contract.ts';
import { byId, make, table } from './dom.ts';
import { outcomeWords, sealWords, verdictTexts, verdictWords, words } from './words.ts';

const verdicts: readonly Verdict[] = ['forged', 'edited', 'expired', 'untouched', 'declared'];

/** Shows the verdict on every field, in the form's order, and their sums. */
export function showResult({ labels }: Opening, verified: Verified, language: Language): void {
  const { seal, outcome, fields } = verified;
  const order = Object.keys(labels).filter((field) => fields[field] !== undefined);
  const rows = order.map((field) => [labels[field]?.[language] ?? field, verdictCell(fields[field], language)]);
  const sums = verdicts.flatMap((verdict) => {
    const count = order.filter((field) => fields[field] === verdict).length;
    return count === 0 ? [] : [make('li', '', badge(verdict, language), ` ${count}`)];
  });
  const said = [sealWords[seal], ...(outcome === undefined ? [] : [outcomeWords[outcome]])];
  byId('result-outdated', HTMLElement).textContent = '';
  byId('result-body', HTMLElement).replaceChildren(
    make('ul', 'sums', ...sums),
    make('p', '', said.map((each) => each[language]).join(' ')),
    table(words.resultTitle[language], [words.field[language], words.verdict[language]], rows),
  );
}

/** Says that the form is not the one any more that was handed in, in place of what was found of that. */
export function showOutdated(language: Language): void {
  byId('result-body', HTMLElement).replaceChildren();
  byId('result-outdated', HTMLElement).textContent = words.outdated[language];
}

function verdictCell(verdict: Verdict | undefined, language: Language): HTMLElement {
  if (verdict === undefined) return make('span', '');
  return make('span', 'verdict-cell', badge(verdict, language), make('span', 'hint', verdictTexts[verdict][language]));
}

function badge(verdict: Verdict, language: Language): HTMLElement {
  return make('span', `badge badge-${verdict}`, verdictWords[verdict][language]);
}
