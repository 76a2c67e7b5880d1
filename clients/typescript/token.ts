/** Access tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4). */

export type Credentials = { tokenEndpoint: string; clientId: string; clientSecret: string };

/** `validUntil` in epoch milliseconds. */
type Token = { value: string; validUntil: number };

/** A token is not used to its very end: the call has to arrive before it. */
const marginMs = 30_000;

/**
 * Gives a token that is valid now: one is kept until shortly before its end, and calls that need a new one share it.
 * Throws when the token endpoint refuses (the client is not known there, or its secret is wrong) or does not answer.
 * `now` is in epoch milliseconds.
 */
export function clientCredentials(credentials: Credentials, now: () => number = Date.now): () => Promise<string> {
  let token: Token | undefined;
  let fetching: Promise<Token> | undefined;
  return async () => {
    if (token !== undefined && now() < token.validUntil) return token.value;
    fetching ??= fetchToken(credentials, now()).finally(() => (fetching = undefined));
    token = await fetching;
    return token.value;
  };
}

async function fetchToken({ tokenEndpoint, clientId, clientSecret }: Credentials, at: number): Promise<Token> {
  const basic = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!response.ok) throw new Error(`fetching a token: HTTP ${response.status}`);
  const answer: unknown = await response.json();
  const value = member(answer, 'access_token');
  const seconds = member(answer, 'expires_in');
  if (typeof value !== 'string') throw new Error('fetching a token: none in the answer');
  return { value, validUntil: at + (typeof seconds === 'number' ? seconds * 1000 : 0) - marginMs };
}

function member(answer: unknown, name: string): unknown {
  return typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
}
