/** The page: what is open in it, and what its buttons do. */
import type { Language, Opening, Report, Start, Text, Verified } from '../contract.ts';
import { fetchReport, fetchStart, handIn, Refused } from './api.ts';
import { showChoices, showNotes, showWrong } from './choose-view.ts';
import { openChosen, pairs, WrongChoice } from './chosen.ts';
import { byId, option } from './dom.ts';
import { showForm, type FormView } from './form-view.ts';
import { showPaper } from './paper-view.ts';
import { showReport } from './report-view.ts';
import { showOutdated, showResult } from './result-view.ts';
import { showSaved } from './saved-view.ts';
import { troubleWords, words, type Word } from './words.ts';

type Open = { opening: Opening; view: FormView };

let language: Language = localStorage.getItem('language') === 'en' ? 'en' : 'vi';
let start: Start = { citizens: [], last: 0, forms: [] };
let open: Open | undefined;
/** The form that is open, while it is drawn, too. */
let current: Opening | undefined;
/** What was found of what was handed in; of anything else it says nothing. */
let found: { handedIn: string; verified: Verified } | undefined;
let report: Report | undefined;
let status: Text | undefined;
/** What is wrong with what is chosen, if anything is. */
let wrong: WrongChoice | undefined;
/** How often a form was asked for: what comes for an earlier asking is no longer wanted. */
let asked = 0;

function say(text: Text | undefined): void {
  status = text;
  byId('status', HTMLElement).textContent = text?.[language] ?? '';
}

function blame(choice: WrongChoice | undefined): void {
  wrong = choice;
  for (const id of ['index', 'other', 'other-index']) {
    showWrong(id, choice?.input === id ? choice.text[language] : undefined);
  }
}

/** Does something that the server may refuse, and says so if it does. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof WrongChoice) {
      say(undefined);
      blame(error);
      byId(error.input, HTMLElement).focus();
      return;
    }
    if (!(error instanceof Refused)) throw error;
    say(troubleWords[error.code]);
  }
}

function isWord(name: string): name is Word {
  return Object.hasOwn(words, name);
}

function showWords(): void {
  document.documentElement.lang = language;
  document.title = `${words.brand[language]} · Liên thông`;
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const name = element.dataset['word'] ?? '';
    if (isWord(name)) element.textContent = words[name][language];
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset['language'] === language));
  }
  say(status);
  blame(wrong);
}

function showForgeable(opening: Opening): void {
  const { given } = opening;
  const fields = Object.keys(given).filter((field) => typeof given[field]?.value === 'string');
  const list = byId('forge-field', HTMLSelectElement);
  const chosen = list.value;
  list.replaceChildren(...fields.map((field) => option(field, nameOf(field, opening))));
  if (fields.includes(chosen)) list.value = chosen;
  byId('forge-done', HTMLElement).textContent = '';
}

function showCounter(): void {
  if (open !== undefined) showSaved(open.opening, open.view.kept(), language);
}

function showFound(): void {
  if (open === undefined || found === undefined) return;
  const isSame = JSON.stringify(open.view.submission()) === found.handedIn;
  if (isSame) showResult(open.opening, found.verified, language);
  else showOutdated(language);
}

/** Puts away what is open and what was found of it: nobody may hand in a form for somebody they no longer see chosen. */
function closeOpened(): void {
  open?.view.close();
  open = undefined;
  current = undefined;
  found = undefined;
  byId('work', HTMLElement).hidden = true;
  byId('result', HTMLElement).hidden = true;
}

/**
 * Shows a form, and what was found of it; `data` is what it held in another language. If the language is changed while it
 * is drawn, it is drawn again; if it is put away, it stays so.
 */
async function showOpened(opening: Opening, data?: Record<string, unknown>): Promise<void> {
  open?.view.close();
  open = undefined;
  current = opening;
  const drawn = language;
  byId('work', HTMLElement).hidden = false;
  showPaper(opening, language);
  showForgeable(opening);
  const onChange = (): void => {
    if (status === words.incomplete) say(undefined);
    showCounter();
    showFound();
  };
  const place = { element: byId('filled', HTMLElement), onChange };
  const view = await showForm(opening, { language: drawn, data }, place);
  if (!isOpen(opening)) {
    view.close();
    return;
  }
  open = { opening, view };
  if (drawn !== language) return showOpened(opening, view.data());
  showCounter();
  showFound();
}

async function chooseAndOpen(): Promise<void> {
  asked += 1;
  const mine = asked;
  closeOpened();
  blame(undefined);
  say(words.opening);
  const opening = await openChosen().catch((error: unknown) => {
    if (mine === asked) throw error;
  });
  if (mine !== asked || opening === undefined) return;
  await showOpened(opening);
  if (mine !== asked) return;
  say(undefined);
  byId('paper-title', HTMLElement).focus();
}

async function submit(): Promise<void> {
  if (open === undefined) return;
  const { opening, view } = open;
  if (!(await view.isComplete())) {
    say(words.incomplete);
    document.querySelector<HTMLElement>('#filled .alert [role=link]')?.focus();
    return;
  }
  say(words.submitting);
  const fields = view.submission();
  const verified = await handIn({ opening: opening.id, fields });
  if (!isOpen(opening)) return;
  say(undefined);
  found = { handedIn: JSON.stringify(fields), verified };
  showFound();
  byId('result', HTMLElement).hidden = false;
  byId('result-title', HTMLElement).focus();
  await refreshReport();
}

function isOpen(opening: Opening): boolean {
  return current === opening;
}

async function refreshReport(): Promise<void> {
  report = await fetchReport();
  showReport(report, language);
}

function forge(what: 'value' | 'seal'): void {
  const field = byId('forge-field', HTMLSelectElement).value;
  const given = open?.opening.given[field];
  if (open === undefined || typeof given?.value !== 'string') return;
  if (what === 'value') open.view.change(field, `${given.value} *`);
  else open.view.swapSeal(field, given.seal.slice(1) + given.seal.slice(0, 1));
  const said = { value: words.forgedValue, seal: words.forgedSeal }[what];
  byId('forge-done', HTMLElement).textContent = `${said[language]} “${nameOf(field, open.opening)}”.`;
  showCounter();
  showFound();
}

function nameOf(field: string, { labels }: Opening): string {
  return labels[field]?.[language] ?? field;
}

async function speak(chosen: Language): Promise<void> {
  language = chosen;
  localStorage.setItem('language', chosen);
  showWords();
  showChoices(start, language);
  if (report !== undefined) showReport(report, language);
  if (open === undefined) return;
  const { opening, view } = open;
  await showOpened(opening, view.data());
}

function listen(): void {
  byId('choose', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(chooseAndOpen);
  });
  const onClick = (id: string, work: () => Promise<void>): void => {
    byId(id, HTMLButtonElement).addEventListener('click', () => void attempt(work));
  };
  onClick('submit', submit);
  onClick('report-again', refreshReport);
  byId('forge-value', HTMLButtonElement).addEventListener('click', () => forge('value'));
  byId('forge-seal', HTMLButtonElement).addEventListener('click', () => forge('seal'));
  for (const [list, index] of Object.values(pairs)) {
    byId(list, HTMLSelectElement).addEventListener('change', () => {
      byId(index, HTMLInputElement).value = '';
    });
  }
  byId('choose', HTMLFormElement).addEventListener('input', () => {
    blame(undefined);
    showNotes(start, language);
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.addEventListener('click', () => void speak(button.dataset['language'] === 'en' ? 'en' : 'vi'));
  }
  // What a field says of itself can be put away without moving (WCAG 1.4.13), until the focus moves on.
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') document.body.classList.add('quiet');
  });
  for (const moved of ['focusin', 'pointerover']) {
    document.addEventListener(moved, () => document.body.classList.remove('quiet'));
  }
}

showWords();
listen();
await attempt(async () => {
  start = await fetchStart();
  showChoices(start, language);
  await refreshReport();
});
