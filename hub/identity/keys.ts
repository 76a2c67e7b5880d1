import { createHmac, createSecretKey } from 'node:crypto';

/**
 * The person key of an identity number: HMAC-SHA-256 under the hub's own key, 128 bits, base64url (22 characters).
 * It is the `_id` of the person's document and the Kafka key of everything about them, so that one person's records
 * meet in one partition and no number stands in a key. Without the key it can be neither reversed nor guessed at.
 */
export type PersonKeys = (personalNumber: string) => string;

/** Makes the function for one pseudonym key. */
export function personKeys(pseudonymKey: string): PersonKeys {
  const key = createSecretKey(pseudonymKey, 'utf8');
  return (personalNumber) =>
    createHmac('sha256', key).update('personal-number|').update(personalNumber).digest('base64url').slice(0, 22);
}
