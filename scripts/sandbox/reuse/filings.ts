/** Who of the sandbox's people might file each of the forms, and whom they would have to name. */
import { draws, hash32, type Draws } from '../lib/random.ts';
import type { Citizen, Population } from './people.ts';

/** Whom a form is about, and the others the request has to name, by role; personal numbers. */
export type Filing = { subject: string; people: Readonly<Record<string, string>> };

/** What somebody would file; undefined where the form is not for them. */
type Choose = (citizen: Citizen, population: Population, random: Draws) => Filing | undefined;

const ofAge = 20;
const aged = 60;
const lastBirthAt = 45;

/** Every form the hub has. */
const choosers: Readonly<Record<string, Choose>> = {
  'birth-registration': parentToBe,
  'civil-status-correction': adult,
  'criminal-record-certificate': adult,
  ct01: adult,
  'death-registration': bereaved,
  'driving-licence-renewal': adult,
  'household-business-registration': adult,
  'land-registration-change': adult,
  'marital-status-certificate': adult,
  'marriage-registration': couple,
  'social-assistance': elder,
  'tk1-ts': anybody,
};

export const forms: readonly string[] = Object.keys(choosers);

/** Whom filings are drawn from, and how many of each form at most. */
export type Drawing = { population: Population; people: number; seed: number };

/** Filings of a form by people drawn from all there are, each once; the same seed draws the same. */
export function drawFilings(form: string, { population, people, seed }: Drawing): Filing[] {
  const choose = choosers[form];
  const random = draws(hash32(seed, forms.indexOf(form), 1));
  const found: Filing[] = [];
  const open = [...population.citizens];
  while (choose !== undefined && open.length > 0 && found.length < people) {
    const [citizen] = open.splice(random.below(open.length), 1);
    const filing = citizen && choose(citizen, population, random);
    if (filing !== undefined) found.push(filing);
  }
  return found;
}

/** Children are insured too. */
function anybody(citizen: Citizen): Filing | undefined {
  return citizen.deathDate === undefined ? about(citizen) : undefined;
}

function adult(citizen: Citizen, { year }: Population): Filing | undefined {
  return isAdult(citizen, year) ? about(citizen) : undefined;
}

/** A birth is registered by one of a married couple; the other is found by their record. */
function parentToBe(citizen: Citizen, { year }: Population): Filing | undefined {
  const isYoung = year - citizen.birthDate.year <= lastBirthAt;
  return isAdult(citizen, year) && isYoung && citizen.maritalStatus === '2' ? about(citizen) : undefined;
}

/**
 * Somebody who has died, and a living relative who registers it. The form is what tells the systems of a death, so the
 * aged, alive in every record, stand for those who have just died.
 */
function bereaved(citizen: Citizen, { byNumber, children, year }: Population): Filing | undefined {
  if (citizen.deathDate === undefined && year - citizen.birthDate.year < aged) return undefined;
  const named = [citizen.spouse, citizen.mother, citizen.father].map((each) => each?.personalNumber ?? '');
  const family = [...named.map((number) => byNumber.get(number)), ...(children.get(citizen.personalNumber) ?? [])];
  const applicant = family.find((each) => each !== undefined && each.deathDate === undefined);
  return applicant && { ...about(citizen), people: { applicant: applicant.personalNumber } };
}

/** Two who are not married, of about one age and not of one household. */
function couple(citizen: Citizen, { citizens, year }: Population, random: Draws): Filing | undefined {
  if (!isFree(citizen, year)) return undefined;
  const others = citizens.filter(
    (other) =>
      isFree(other, year) &&
      other.sex !== citizen.sex &&
      other.head?.personalNumber !== citizen.head?.personalNumber &&
      Math.abs(other.birthDate.year - citizen.birthDate.year) <= 10,
  );
  if (others.length === 0) return undefined;
  const role = citizen.sex === 'female' ? 'husband' : 'wife';
  return { ...about(citizen), people: { [role]: random.pick(others).personalNumber } };
}

/** For every second of the aged who have a child, that child declares. */
function elder(citizen: Citizen, { children, year }: Population, random: Draws): Filing | undefined {
  if (citizen.deathDate !== undefined || year - citizen.birthDate.year < aged) return undefined;
  const child = children.get(citizen.personalNumber)?.find((each) => isAdult(each, year));
  if (child === undefined || random.chance(0.5)) return about(citizen);
  return { ...about(citizen), people: { declarant: child.personalNumber } };
}

function about({ personalNumber }: Citizen): Filing {
  return { subject: personalNumber, people: {} };
}

function isAdult({ birthDate, deathDate }: Citizen, year: number): boolean {
  return deathDate === undefined && year - birthDate.year >= ofAge;
}

function isFree(citizen: Citizen, year: number): boolean {
  return isAdult(citizen, year) && ['1', '3'].includes(citizen.maritalStatus);
}
