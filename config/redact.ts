/** A net under the secret flags: passwords that stand inside a value nobody declared secret, such as an address. */

/** Everything between scheme and last @ counts as user and password, whatever signs they hold. */
const userAndPassword = /^([a-z][a-z0-9+._-]*:\/\/)?.*:.*@/isu;
const queryValue = /([?&][^=&#]+=)[^&#]*/gu;

/**
 * The value with every text in it shown without user, password and query values:
 * `https://a:b@host/?x=y` becomes `https://***@host/?x=***`. Lists and maps are copied.
 */
export function redactCredentials(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(userAndPassword, '$1***@').replaceAll(queryValue, '$1***');
  if (Array.isArray(value)) return value.map(redactCredentials);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactCredentials(inner)]));
}
