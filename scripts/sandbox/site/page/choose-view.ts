/** The choice of a citizen and a form. */
import type { Language, Start } from '../contract.ts';
import { byId, option } from './dom.ts';
import { words } from './words.ts';

/** Fills the lists, keeping what is chosen in them. */
export function showChoices({ citizens, forms, last }: Start, language: Language): void {
  const people = citizens.map(({ number, name, born }) => [number, `${name} · ${born[language]}`] as const);
  refill('citizen', people);
  refill('other', [['', words.nobody[language]], ...people]);
  refill(
    'form',
    forms.map(({ id, title }) => [id, title[language]]),
  );
  for (const id of ['index-note', 'other-index-note']) {
    byId(id, HTMLElement).textContent = { vi: `từ 0 đến ${last}`, en: `from 0 to ${last}` }[language];
  }
  showNotes({ citizens, forms, last }, language);
}

/** Says what is special about the citizen, how much of the form the hub may fill, and whom it asks for beside them. */
export function showNotes({ citizens, forms }: Start, language: Language): void {
  const citizen = citizens.find(({ number }) => number === byId('citizen', HTMLSelectElement).value);
  byId('citizen-note', HTMLElement).textContent = citizen?.note?.[language] ?? '';
  const form = forms.find(({ id }) => id === byId('form', HTMLSelectElement).value);
  const other = form?.other;
  byId('others', HTMLFieldSetElement).hidden = other === undefined;
  byId('others-title', HTMLElement).textContent = other ? `${words.other[language]}: ${other[language]}` : '';
  byId('form-note', HTMLElement).textContent =
    form === undefined
      ? ''
      : {
          vi: `${form.fields} mục, trục có thể điền ${form.offered}`,
          en: `${form.fields} fields, of which the hub may fill ${form.offered}`,
        }[language];
}

/** Says at an input what is wrong with what stands there, or that nothing is. */
export function showWrong(id: string, text: string | undefined): void {
  byId(`${id}-wrong`, HTMLElement).textContent = text ?? '';
  const input = byId(id, HTMLElement);
  if (text === undefined) input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
}

function refill(id: string, choices: readonly (readonly [string, string])[]): void {
  const list = byId(id, HTMLSelectElement);
  const chosen = list.value;
  list.replaceChildren(...choices.map(([value, label]) => option(value, label)));
  if (choices.some(([value]) => value === chosen)) list.value = chosen;
}
