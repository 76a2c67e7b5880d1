/** The head of a form that is open: which it is, of which case, and about whom. */
import type { Citizen, Language, Opening } from '../contract.ts';
import { byId } from './dom.ts';
import { words } from './words.ts';

/** Shows the head of a form. */
export function showPaper(opening: Opening, language: Language): void {
  const { caseCode, title, citizen, other, legalSource, isDraft, isKnown, isDeceased } = opening;
  const person = [
    citizenLine(citizen, language),
    ...(isDeceased ? [words.deceased[language]] : []),
    ...(isKnown ? [] : [words.unknown[language]]),
  ];
  const texts = {
    'paper-case': `${words.caseCode[language]} ${caseCode}`,
    'paper-title': title[language],
    'paper-who': person.join(' · '),
    'paper-other': other === undefined ? '' : `${other.role[language]}: ${citizenLine(other.citizen, language)}`,
    'paper-source': `${words.legalSource[language]}: ${legalSource[language]}`,
    'paper-draft': isDraft ? words.draft[language] : '',
  };
  for (const [id, text] of Object.entries(texts)) byId(id, HTMLElement).textContent = text;
}

function citizenLine({ name, born, number }: Citizen, language: Language): string {
  return `${name} · ${words.born[language]} ${born[language]} · ${number}`;
}
