/** A typed client of the Liên thông API: its types are made from the OpenAPI document of the hub. */
import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/schema.ts';

export { clientCredentials, type Credentials } from './token.ts';
export type { components } from './generated/schema.ts';

/** Every operation, by method and path: `hub.POST('/v1/prefill', { body })`. */
export type Hub = Client<paths>;

export type HubOptions = {
  /** Where the hub is, without a slash at its end. */
  baseUrl: string;
  /** Asked before each call: a token that is valid now. */
  token: () => Promise<string>;
};

/**
 * A client of one hub. A call gives `data` (the answer) or `error` (the problem, RFC 9457), with the `response`; it
 * throws when no answer came or no token could be had.
 */
export function createHub({ baseUrl, token }: HubOptions): Hub {
  const hub = createFetchClient<paths>({ baseUrl });
  hub.use({
    async onRequest({ request }) {
      request.headers.set('Authorization', `Bearer ${await token()}`);
      return request;
    },
  });
  return hub;
}
