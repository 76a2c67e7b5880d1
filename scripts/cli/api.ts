/** The part of the hub's HTTP API the commands use, with an access token by client credentials. */
import { z } from 'zod';
import { apiAddress, findClient, type Client, type HubPlace } from './access.ts';
import { callJson } from './http.ts';

const tokenSchema = z.object({ access_token: z.string().min(1) });

const tokenHints = {
  400: 'Is the client known there?',
  401: 'The client is not known there, or its secret is another.',
};

/** The scope each client is to have. */
const scopes = { admin: 'admin', portal: 'prefill' } as const;

/** One request; `query` values that are undefined are left out. */
export type ApiRequest = {
  doing: string;
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON with POST; without it the request is a GET. */
  body?: unknown;
};

export type Api = { call: <T>(request: ApiRequest, schema: z.ZodType<T>) => Promise<T> };

/** An access token for a client, as the token endpoint gives it. Throws `CliError`. */
export async function fetchToken(client: Client): Promise<string> {
  const credentials = `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`;
  const init = {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: 'grant_type=client_credentials',
  };
  const call = { doing: 'asking for a token', url: client.tokenEndpoint, init, hints: tokenHints };
  return (await callJson(call, tokenSchema)).access_token;
}

/** The API as the administrator, or as another client. Asks for one token, which all calls use. */
export async function connectApi(context: HubPlace, client: keyof typeof scopes = 'admin'): Promise<Api> {
  const base = apiAddress(context);
  const token = await fetchToken(findClient(context, client));
  const hints = {
    401: 'Does the hub trust the token endpoint this token is from?',
    403: `This client needs the scope ${scopes[client]}.`,
  };
  return {
    call: async (request, schema) => {
      const url = `${base}${request.path}${queryOf(request.query ?? {})}`;
      return callJson({ doing: request.doing, url, init: initOf(request, token), hints }, schema);
    },
  };
}

function initOf({ body }: ApiRequest, token: string): RequestInit {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json, application/problem+json' };
  if (body === undefined) return { headers };
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function queryOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
