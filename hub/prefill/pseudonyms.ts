import { createHmac, createSecretKey } from 'node:crypto';

/**
 * What stands for a person in a seal: other for every client and case, so that nobody can tell from two seals that they
 * are about one person. 132 bits of base64url under the hub's pseudonym key.
 */
export type SealSubjects = (personKey: string, place: { client: string; caseCode: string }) => string;

/** Makes the function for one pseudonym key. */
export function sealSubjects(pseudonymKey: string): SealSubjects {
  const key = createSecretKey(pseudonymKey, 'utf8');
  return (personKey, { client, caseCode }) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['seal-subject', client, caseCode, personKey]))
      .digest('base64url')
      .slice(0, 22);
}
