/** Full names, and the forms of them the systems compare. */
import { draws, hash32, type Draws } from '../lib/random.ts';
import { ethnicNaming } from './ethnic-names.ts';
import { generationOf, surnames } from './name-lists.ts';
import type { Sex } from './person.ts';

export type NameFacts = { surname: string; sex: Sex; birthYear: number; ethnicity: string };

/** A family name usual in an ethnic group; empty where there is none. */
export function drawSurname(ethnicity: string, random: Draws): string {
  const naming = ethnicNaming(ethnicity);
  if (naming === undefined) return random.weighted(surnames);
  return naming.family.length === 0 ? '' : random.pick(naming.family);
}

/** A full name in proper case. */
export function drawName(facts: NameFacts, random: Draws): string {
  const naming = ethnicNaming(facts.ethnicity);
  if (naming !== undefined) return naming.compose(facts.surname, facts.sex, random);
  const generation = generationOf(facts.sex, facts.birthYear);
  const given = random.pick(generation.given);
  const middle = random.pick(generation.middle);
  // Nobody is called Minh Minh; a few people have a family name and a given name only.
  if (random.chance(0.03) || middle.endsWith(given)) return `${facts.surname} ${given}`;
  return `${facts.surname} ${middle} ${given}`;
}

/** A plausible corrected name of the same person: another given name under the same family name, never the same. */
export function correctedName(fullName: string, facts: NameFacts, seed: number): string {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const candidate = drawName(facts, draws(hash32(seed, attempt, 77)));
    if (candidate !== fullName) return candidate;
  }
  return `${fullName} Anh`;
}

/** The family name of somebody who is not derived: the first word, or the clan at the end of an Ê-đê name. */
export function surnameOf(fullName: string, ethnicity: string): string {
  const naming = ethnicNaming(ethnicity);
  const known = naming?.family.find((family) => fullName.startsWith(`${family} `) || fullName.endsWith(` ${family}`));
  if (known !== undefined) return known;
  if (naming?.family.length === 0) return '';
  return fullName.split(' ')[0] ?? fullName;
}

/** Upper case, as the population database writes names. */
export function upper(name: string): string {
  return name.toLocaleUpperCase('vi');
}

/** Without accents, as typed where there were none to type. */
export function unaccented(name: string): string {
  return name.replace(/[đð]/g, 'd').replace(/[ĐÐ]/g, 'D').normalize('NFD').replace(/\p{M}/gu, '');
}

/** Unaccented, upper case, letters only: the form in which the population database compares names. */
export function comparable(name: string): string {
  return unaccented(name)
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
}
