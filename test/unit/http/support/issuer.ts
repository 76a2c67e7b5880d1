/** A token issuer: makes tokens of every kind and publishes its keys on a real address. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

type SigningKey = Parameters<SignJWT['sign']>[0];

/** What differs from a good token; undefined takes the claim or header out. */
export type TokenOverrides = {
  claims?: Record<string, unknown>;
  typ?: string;
  key?: SigningKey;
  kid?: string;
  alg?: string;
};

export type Issuer = {
  issuer: string;
  jwksUri: string;
  /** How often the keys were asked for. */
  fetches(): number;
  /** From now on, answers the key request like this; undefined: with the keys. */
  misbehave(how: 'error' | 'garbage' | 'silent' | undefined): void;
  token(client: string, scope: string, overrides?: TokenOverrides): Promise<string>;
  close(): Promise<void>;
};

export const audience = 'urn:lienthong:api';

/** Starts an issuer with one key for an algorithm. */
export async function startIssuer(alg = 'ES256'): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'main', alg, use: 'sig' };
  let fetches = 0;
  let how: 'error' | 'garbage' | 'silent' | undefined;
  const server = createServer((_request, response) => {
    fetches += 1;
    if (how === 'silent') return;
    response.statusCode = how === 'error' ? 503 : 200;
    response.setHeader('Content-Type', 'application/json').end(how === 'garbage' ? '<html>' : keysText(jwk));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    fetches: () => fetches,
    misbehave: (next) => (how = next),
    token: (client, scope, overrides = {}) => sign({ issuer, client, scope, alg, privateKey }, overrides),
    close: () => close(server),
  };
}

function keysText(jwk: JWK): string {
  return JSON.stringify({ keys: [jwk] });
}

function sign(
  good: { issuer: string; client: string; scope: string; alg: string; privateKey: SigningKey },
  { claims, typ = 'at+jwt', key = good.privateKey, kid = 'main', alg = good.alg }: TokenOverrides,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload: Record<string, unknown> = {
    iss: good.issuer,
    aud: audience,
    sub: good.client,
    client_id: good.client,
    scope: good.scope,
    iat: now,
    exp: now + 600,
    jti: crypto.randomUUID(),
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg, typ, kid }).sign(key);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
