/** Which edition codes are from that come without a district. */
import type { EditionOf } from '../addresses.ts';
import { dayOf } from '../dates.ts';
import type { Edition, Units } from './contract.ts';
import { liesElsewhere } from './successors.ts';

type Codes = Parameters<EditionOf>[0];

/**
 * How to tell the edition of codes that were true on a date (a day, or an instant in ISO 8601): the newest one that had
 * begun by then and has the commune in that province, since a source may take a while to follow a reform. Before the
 * first reform there is but one, though the catalogue may not have the code: its first edition is the list as it was in
 * the end. Where no date is known only a code that one edition alone has there is certain: most are of two, and of two
 * areas.
 */
export function editionAsOf(units: Units | undefined, date: string | undefined): EditionOf {
  if (units === undefined) return toldNowhere;
  // Asked for every record, hence nothing is made before a code has to be told.
  let begun: readonly Edition[] | undefined;
  return (codes) => {
    begun ??= begunBy(units, date);
    const [first, second] = begun;
    if (first !== undefined && second === undefined) return first.id;
    const having = begun.filter(({ id }) => has(units, id, codes));
    return (date === undefined && having.length > 1 ? undefined : having.at(-1)?.id) ?? 'unknown';
  };
}

function toldNowhere(): string {
  return 'unknown';
}

function begunBy(units: Units, date: string | undefined): readonly Edition[] {
  if (date === undefined) return units.editions;
  const day = dayOf(date);
  return units.editions.filter(({ validFrom }) => (validFrom ?? '') <= day);
}

function has(units: Units, catalogue: string, { province, commune = '' }: Codes): boolean {
  const [row] = units.history({ catalogue, level: 'commune', code: commune });
  return row !== undefined && (row.parent === province || !liesElsewhere(units, row, { province }));
}
