/** Identity papers on one line, as the forms of civil status ask for them. */
import type { IdentityCard } from '../canonical/types.ts';
import { isObject } from '../lib/fields.ts';
import { writeDate } from './written-dates.ts';

/** Number, day of issue and issuer of a card, as far as they are known; of a personal number the number alone. */
export function writePaper(value: unknown): string | undefined {
  if (typeof value === 'string') return `Số định danh cá nhân ${value}`;
  if (!isCard(value) || value.number === undefined) return undefined;
  const { number, issuedBy, issuedOn } = value;
  const parts = [
    `Thẻ căn cước/căn cước công dân số ${number}`,
    ...(issuedOn === undefined ? [] : [`cấp ngày ${writeDate(issuedOn) ?? ''}`]),
    ...(issuedBy === undefined ? [] : [`nơi cấp: ${issuedBy}`]),
  ];
  return parts.join(', ');
}

function isCard(value: unknown): value is IdentityCard {
  return isObject(value);
}
