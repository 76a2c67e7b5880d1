/** Which edition codes are from that come without a district. */
import type { EditionOf } from '../addresses.ts';
import { dayOf } from '../dates.ts';
import type { Units } from './contract.ts';
import { liesElsewhere } from './successors.ts';

/**
 * How to tell the edition of codes that were true on a date (a day, or an instant in ISO 8601): the newest one that had
 * begun by then and has the commune in that province, since a source may take a while to follow a reform. Before the
 * first reform there is but one, though the catalogue may not have the code: its first edition is the list as it was in
 * the end. Where no date is known only a code that one edition alone has there is certain: most are of two, and of two
 * areas.
 */
export function editionAsOf(units: Units | undefined, date: string | undefined): EditionOf {
  // Asked for every record, hence nothing is made before a code has to be told.
  return (codes) => (units === undefined ? 'unknown' : tellEdition(units, date, codes));
}

function tellEdition(units: Units, date: string | undefined, codes: Parameters<EditionOf>[0]): string {
  const day = date === undefined ? undefined : dayOf(date);
  const begun = units.editions.filter(({ validFrom }) => day === undefined || (validFrom ?? '') <= day);
  const [first, second] = begun;
  if (first !== undefined && second === undefined) return first.id;
  const having = begun.filter(({ id }) => has(units, id, codes));
  const told = day !== undefined || having.length === 1 ? having.at(-1) : undefined;
  return told?.id ?? 'unknown';
}

function has(units: Units, catalogue: string, { province, commune = '' }: Parameters<EditionOf>[0]): boolean {
  const [row] = units.history({ catalogue, level: 'commune', code: commune });
  return row !== undefined && !liesElsewhere(units, row, { province });
}
