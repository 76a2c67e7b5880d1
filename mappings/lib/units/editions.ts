/** Which edition codes are from that come without a district. */
import type { AddressParts } from '../addresses.ts';
import { dayOf } from '../dates.ts';
import type { Edition, Units } from './contract.ts';

/** The edition of a province's and a commune's code. */
export type EditionOf = (codes: Pick<AddressParts, 'province' | 'commune'>) => string | undefined;

/**
 * How to tell the edition of codes that were true on a date: the newest one without districts that had begun by then
 * and has the commune in that province (a source may take a while to follow a reform), else the newest that had begun.
 * Undefined as long as there is one such edition only: then nothing has to be looked up.
 */
export function editionAsOf(units: Units | undefined, date: string): EditionOf | undefined {
  // Asked for every record, hence nothing is made while there is nothing to tell.
  if (units === undefined || units.withoutDistricts.length < 2) return undefined;
  const day = dayOf(date);
  const begun = units.withoutDistricts.filter(({ validFrom }, index) => index === 0 || (validFrom ?? '') <= day);
  return ({ province, commune }) => {
    const has = ({ id }: Edition): boolean => {
      const [row] = commune === undefined ? [] : units.history({ catalogue: id, level: 'commune', code: commune });
      return row !== undefined && (province === undefined || row.parent === province);
    };
    return (begun.findLast(has) ?? begun.at(-1))?.id;
  };
}
