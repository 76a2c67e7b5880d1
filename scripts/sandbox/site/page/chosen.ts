/** What is chosen: a form, and for whom, each in a list or by an index beside it. */
import type { Opening, Text } from '../contract.ts';
import { findCitizen, openForm, Refused } from './api.ts';
import { byId } from './dom.ts';
import { troubleWords, words } from './words.ts';

/** The lists of people, and the index beside each. */
export const pairs = { citizen: ['citizen', 'index'], other: ['other', 'other-index'] } as const;

/** A choice that nothing can be opened for: at which input, and what is wrong with it. */
export class WrongChoice extends Error {
  readonly input: string;
  readonly text: Text;

  constructor(input: string, text: Text) {
    super('choosing a citizen: not possible');
    this.input = input;
    this.text = text;
  }
}

/** Opens the form for whoever is chosen. Throws WrongChoice and Refused. */
export async function openChosen(): Promise<Opening> {
  const form = byId('form', HTMLSelectElement).value;
  const isOtherAsked = !byId('others', HTMLFieldSetElement).hidden;
  const citizen = await chosenIn('citizen');
  const other = isOtherAsked ? await chosenIn('other') : '';
  try {
    return await openForm({ form, citizen, ...(other === '' ? {} : { other }) });
  } catch (error) {
    const isUnfit = error instanceof Refused && error.code === 'unfit-other';
    throw isUnfit ? new WrongChoice(inputOf('other'), troubleWords['unfit-other']) : error;
  }
}

/** What stands in the index comes first. */
function inputOf(pair: keyof typeof pairs): string {
  const [list, index] = pairs[pair];
  return byId(index, HTMLInputElement).value.trim() === '' ? list : index;
}

async function chosenIn(pair: keyof typeof pairs): Promise<string> {
  const [list, index] = pairs[pair];
  if (inputOf(pair) === list) return byId(list, HTMLSelectElement).value;
  const text = byId(index, HTMLInputElement).value.trim();
  const nobody = new WrongChoice(index, words.noSuchIndex);
  if (!/^\d{1,9}$/.test(text)) throw nobody;
  try {
    return (await findCitizen(Number(text))).number;
  } catch (error) {
    throw error instanceof Refused && error.code === 'unknown-citizen' ? nobody : error;
  }
}
