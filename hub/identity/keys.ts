import { createHmac, createSecretKey } from 'node:crypto';

/**
 * The person key of an identity number: HMAC-SHA-256 under the hub's own key, 128 bits, base64url (22 characters).
 * It is the `_id` of the person's document and the Kafka key of everything about them, so that one person's records
 * meet in one partition and no number stands in a key. Without the key it can be neither reversed nor guessed at.
 *
 * With a system: the key of whom that system calls `value` in its own way (a subject of scheme `source-person`); it is
 * never that of a personal number.
 */
export type PersonKeys = (value: string, system?: string) => string;

/** Makes the function for one pseudonym key. */
export function personKeys(pseudonymKey: string): PersonKeys {
  const key = createSecretKey(pseudonymKey, 'utf8');
  return (value, system) => {
    const space = system === undefined ? 'personal-number|' : `source-person|${system}|`;
    return createHmac('sha256', key).update(space).update(value).digest('base64url').slice(0, 22);
  };
}

/** The key of a record's subject. The hub's own records name a person by the key itself. */
export function subjectKey(
  personKey: PersonKeys,
  system: string,
  { scheme, value }: { scheme: 'personal-number' | 'source-person' | 'person'; value: string },
): string {
  switch (scheme) {
    case 'personal-number':
      return personKey(value);
    case 'source-person':
      return personKey(value, system);
    case 'person':
      return value;
  }
}
