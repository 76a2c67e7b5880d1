/** How much the citizen did not have to type, and from where it came instead. */
import type { Language, Opening } from '../contract.ts';
import { byId, make } from './dom.ts';
import { words } from './words.ts';

/** Shows the counter; `kept` are the given fields that still hold what was given. */
export function showSaved(
  { labels, given }: Opening,
  kept: { fields: number; characters: number },
  language: Language,
): void {
  const all = Object.keys(labels).length;
  byId('saved-count', HTMLElement).textContent = String(kept.fields);
  byId('saved-of', HTMLElement).textContent = { vi: `trên ${all} mục`, en: `of ${all} fields` }[language];
  byId('saved-bar', HTMLElement).style.width = `${all === 0 ? 0 : (kept.fields / all) * 100}%`;
  const { characters } = kept;
  const said = {
    vi: `Công dân không phải gõ ${kept.fields} mục, ${characters} ký tự.`,
    en: `${kept.fields} fields and ${characters} characters the citizen need not type.`,
  }[language];
  // Screen readers read it out whenever it is written.
  const text = byId('saved-text', HTMLElement);
  if (text.textContent !== said) text.textContent = said;
  byId('sources', HTMLElement).replaceChildren(...sources({ labels, given }, language));
}

function sources({ labels, given }: Pick<Opening, 'labels' | 'given'>, language: Language): HTMLElement[] {
  const counts = new Map<string, number>();
  for (const { source } of Object.values(given)) {
    counts.set(source[language], (counts.get(source[language]) ?? 0) + 1);
  }
  const others = Object.keys(labels).length - Object.keys(given).length;
  return [
    ...[...counts].map(([name, count]) => line(name, count, 'source-given')),
    ...(others === 0 ? [] : [line(words.citizenSource[language], others, 'source-citizen')]),
  ];
}

function line(name: string, count: number, className: string): HTMLElement {
  return make('li', className, make('span', '', name), make('strong', '', String(count)));
}
