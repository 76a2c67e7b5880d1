/** A real OAuth 2.0 server (oidc-provider): client credentials, JWT access tokens by RFC 9068. */
import { createPublicKey, generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { jwtVerify } from 'jose';
import Provider, { errors } from 'oidc-provider';
import type { TokenCheck } from '../civil-status/service.ts';

export type ClientName = 'portal' | 'sector' | 'admin' | 'hub';
export type ClientCredentials = { id: string; secret: string };

const tokenSeconds = 600;
const algorithm = 'RS256';

/** Resources (audiences) and the scopes each knows. */
const resources = {
  'urn:lienthong:api': 'prefill access-log records:write events:read admin',
  'urn:sandbox:civil-status': 'feed',
} as const;
const feedResource = 'urn:sandbox:civil-status';

const clientScopes: Record<ClientName, string> = {
  portal: 'prefill access-log',
  sector: 'records:write events:read',
  admin: 'admin',
  hub: 'feed',
};

export type AuthorizationServer = {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Checks a token for the civil status feed. */
  checkFeedToken: TokenCheck;
};

/** A server whose keys are made now and die with the process. */
export async function createAuthorizationServer(
  issuer: string,
  clients: Record<ClientName, ClientCredentials>,
): Promise<AuthorizationServer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: algorithm };
  const provider = new Provider(issuer, configuration(clients, key));
  const verification = { issuer, audience: feedResource, typ: 'at+jwt', algorithms: [algorithm] };
  return {
    handle: provider.callback(),
    checkFeedToken: async (authorization) => {
      const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return 'refused';
      try {
        const { payload } = await jwtVerify(
          token,
          createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
          verification,
        );
        const scopes = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
        return scopes.includes('feed') ? 'accepted' : 'insufficient';
      } catch {
        return 'refused';
      }
    },
  };
}

function configuration(clients: Record<ClientName, ClientCredentials>, key: unknown) {
  const names = Object.keys(clientScopes) as ClientName[];
  return {
    adapter: () => nothing,
    clients: names.map((name) => ({
      client_id: clients[name].id,
      client_secret: clients[name].secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: clientScopes[name],
    })),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    cookies: { keys: [randomBytes(32).toString('hex')] },
    jwks: { keys: [key] },
    responseTypes: [],
    // Not needed, since the resource says it; without it the package prints a notice on stdout.
    ttl: { ClientCredentials: tokenSeconds },
    scopes: Object.values(resources).join(' ').split(' '),
    features: {
      devInteractions: { enabled: false as const },
      clientCredentials: { enabled: true as const },
      resourceIndicators: {
        enabled: true as const,
        defaultResource: (_context: unknown, client: { clientId: string }) =>
          client.clientId === clients.hub.id ? feedResource : 'urn:lienthong:api',
        getResourceServerInfo,
      },
    },
  };
}

/** Called before scopes are looked at, so that here a request without scope can be given all the client may have. */
function getResourceServerInfo(
  context: { oidc: { params: { scope?: string } } },
  resource: string,
  client: { scope?: string },
) {
  const scope = Object.entries(resources).find(([known]) => known === resource)?.[1];
  if (scope === undefined) throw new errors.InvalidTarget();
  const { params } = context.oidc;
  if (params.scope === undefined && client.scope !== undefined) params.scope = client.scope;
  return {
    scope,
    audience: resource,
    accessTokenTTL: tokenSeconds,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: algorithm } },
  };
}

/** JWT access tokens are not stored, and there is nothing else to store. */
const nothing = {
  upsert: () => Promise.resolve(),
  find: () => Promise.resolve(undefined),
  findByUid: () => Promise.resolve(undefined),
  findByUserCode: () => Promise.resolve(undefined),
  consume: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
  revokeByGrantId: () => Promise.resolve(),
};
