/** The chip cards of the base population. */
import { draws, hash32 } from '../lib/random.ts';
import type { People } from './contract.ts';
import type { Member } from './household.ts';
import type { Person } from './person.ts';

/** Cards with a chip have been issued since 2021, to everybody of fourteen; the base population ends with 2024. */
const firstYear = 2021;
const years = 4;
const cardAge = 14;

/** The card of a member of the base population; one in twenty has none yet, nor has who died before it was made. */
export function identityCard(people: People, { index, birth, death }: Member): Person['identityCard'] {
  const random = draws(hash32(people.seed, index, 43));
  const isWithout = index >= 20 && random.chance(0.05);
  const earliest = Math.max(firstYear, birth.year + cardAge + 1);
  if (isWithout || earliest >= firstYear + years) return undefined;
  const year = earliest + random.below(firstYear + years - earliest);
  const issuedOn = { year, month: 1 + random.below(12), day: 1 + random.below(28) };
  if (death !== undefined && death.year <= year) return undefined;
  return { issuedOn, issuedBy: issuerOf(issuedOn) };
}

/** Since 1 July 2024 cards are issued in the name of the ministry. */
function issuerOf({ year, month }: { year: number; month: number }): string {
  const isNew = year > 2024 || (year === 2024 && month >= 7);
  return isNew ? 'Bộ Công an' : 'Cục Cảnh sát quản lý hành chính về trật tự xã hội';
}
