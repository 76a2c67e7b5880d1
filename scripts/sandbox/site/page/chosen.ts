/** Who is chosen: in a list, or by an index beside it. */
import type { Text } from '../contract.ts';
import { findCitizen, Refused } from './api.ts';
import { byId } from './dom.ts';
import { words } from './words.ts';

/** A choice that leads to nobody: at which input, and what is wrong with it. */
export class WrongChoice extends Error {
  readonly input: string;
  readonly text: Text;

  constructor(input: string, text: Text) {
    super('choosing a citizen: nobody there');
    this.input = input;
    this.text = text;
  }
}

/** The number of whoever is chosen; what stands in the index comes first. Throws WrongChoice and Refused. */
export async function chosenCitizen(list: string, index: string): Promise<string> {
  const text = byId(index, HTMLInputElement).value.trim();
  if (text === '') return byId(list, HTMLSelectElement).value;
  const nobody = new WrongChoice(index, words.noSuchIndex);
  if (!/^\d{1,9}$/.test(text)) throw nobody;
  try {
    return (await findCitizen(Number(text))).number;
  } catch (error) {
    throw error instanceof Refused && error.code === 'unknown-citizen' ? nobody : error;
  }
}
