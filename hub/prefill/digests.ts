/**
 * What a seal holds of each field, after the principle of SD-JWT (RFC 9901): a digest over salt, field and value, so
 * that whoever is given some of the fields learns nothing of the others. The salt travels with its field.
 *
 * In the seal a field is 30 characters of base64url: 22 of SHA-256 over the JSON text `[salt, field, value]` (132 bits),
 * then 8 of SHA-256 over `[salt, field]`, by which an edited value is told from a salt that was never given out.
 */
import { hash, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { JsonValue } from './contract.ts';

const digestLength = 22;
const checkLength = 8;
/** 144 bits are 24 characters with nothing left over, so that salts can be cut out of one text. */
const saltBytes = 18;
const saltLength = 24;

/** New salts, 24 characters each. */
export function newSalts(count: number): string[] {
  const text = randomBytes(saltBytes * count).toString('base64url');
  return Array.from({ length: count }, (_, index) => text.slice(index * saltLength, (index + 1) * saltLength));
}

/** What the seal holds of a field. */
export function fieldDigest(field: string, salt: string, value: JsonValue): string {
  const place = placeOf(field, salt);
  return digestOf(place, value) + checkOf(place);
}

/** What became of a field since `sealed` was made of it. */
export function compareField(
  sealed: string,
  { field, salt, value }: { field: string; salt: string; value: JsonValue },
): 'untouched' | 'edited' | 'forged' {
  const place = placeOf(field, salt);
  if (sealed.slice(digestLength) !== checkOf(place)) return 'forged';
  return sealed.slice(0, digestLength) === digestOf(place, value) ? 'untouched' : 'edited';
}

/** Both texts begin alike, but for their end. */
function placeOf(field: string, salt: string): string {
  return `[${JSON.stringify(salt)},${JSON.stringify(field)}`;
}

function digestOf(place: string, value: JsonValue): string {
  return hash('sha256', `${place},${canonicalJson(value)}]`, 'base64url').slice(0, digestLength);
}

function checkOf(place: string): string {
  return hash('sha256', `${place}]`, 'base64url').slice(0, checkLength);
}
