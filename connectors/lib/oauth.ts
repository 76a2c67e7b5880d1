/** OAuth 2.0 client credentials (RFC 6749, 4.4; resource indicators by RFC 8707): one token, shared and renewed. */
import { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import type { HttpAnswer, HttpClient } from './http.ts';
import { readAnswer } from './json.ts';
import { makeLease, type Lease } from './lease.ts';

export type OAuthSettings = {
  tokenEndpoint: string;
  clientId: string;
  clientSecret: string;
  resource?: string | undefined;
  scope?: string | undefined;
};

export type OAuthOptions = { system: string; now: () => number; http: HttpClient; settings: OAuthSettings };

const operation = 'fetching token';
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().max(31_536_000).default(300),
});

/** A token is renewed this long before its end, or at nine tenths of a short life. Milliseconds. */
const renewBeforeMs = 30_000;

function basic({ clientId, clientSecret }: OAuthSettings): string {
  // RFC 6749, 2.3.1: both are form-encoded before they are joined.
  const encode = (value: string) => new URLSearchParams({ v: value }).toString().slice(2);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

/**
 * Makes the lease of the access token.
 * @throws (its `get`) ConnectorError; a 400 of the token endpoint is 'wrong-credentials', since nothing in the request
 *   but the configuration can be wrong
 */
export function makeTokenLease({ system, now, http, settings }: OAuthOptions): Lease<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  if (settings.resource !== undefined) body.set('resource', settings.resource);
  if (settings.scope !== undefined) body.set('scope', settings.scope);
  return makeLease({
    now,
    obtain: async (signal) => {
      const asked = now();
      const answer = await http.send(
        {
          operation,
          method: 'POST',
          url: settings.tokenEndpoint,
          headers: {
            authorization: basic(settings),
            'content-type': 'application/x-www-form-urlencoded',
            accept: 'application/json',
          },
          body: body.toString(),
          alsoRead: [400],
        },
        signal,
      );
      const at = { system, operation, status: answer.status };
      if (answer.status === 400) throw new ConnectorError('wrong-credentials', at);
      const token = readAnswer(answer.text, tokenAnswer, at);
      const lifeMs = token.expires_in * 1000;
      return { value: token.access_token, validUntil: asked + Math.max(lifeMs - renewBeforeMs, lifeMs * 0.9) };
    },
  });
}

/**
 * Calls with a token; if the answer is 401, once more with a new one. A second 401 is passed on as it is.
 * @throws ConnectorError as `call` and the token endpoint do
 */
export async function withToken(
  token: Lease<string>,
  signal: AbortSignal,
  call: (bearer: string) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const first = await token.get(signal);
  try {
    return await call(first);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 401) throw error;
  }
  token.drop(first);
  return call(await token.get(signal));
}
