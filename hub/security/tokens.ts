/** Access tokens by RFC 9068 (JWT profile), checked against the issuer's published keys. */
import { hash } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Configuration } from '../../config/schema.ts';
import { TokenError, type TokenFault } from './token-error.ts';

/** Who calls, as the token says. */
export type Caller = { client: string; scopes: ReadonlySet<string> };

/**
 * Checks an `Authorization` header. A token checked before is answered from memory until it expires. Throws
 * `TokenError`; `keys-unavailable` if the issuer's keys are needed and cannot be had.
 */
export type TokenVerifier = (authorization: string | undefined) => Caller | Promise<Caller>;

type Checked = { caller: Caller; expiresAtMs: number };

const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'];

/** Longer than any token an issuer makes; bounds what is hashed and parsed for a stranger. */
const longestToken = 8192;
const rememberedTokens = 10_000;
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** The verifier for one issuer; `now` in epoch milliseconds. Keys are fetched at the first token, not before. */
export function createTokenVerifier(auth: Configuration['auth'], now: () => number): TokenVerifier {
  // An answer must not wait long for the issuer; keys once fetched serve ten minutes.
  const keys = createRemoteJWKSet(new URL(auth.jwksUri), { timeoutDuration: 1000 });
  const remembered = new LRUCache<string, Checked>({ max: rememberedTokens });
  const toleranceMs = auth.clockToleranceSeconds * 1000;

  const check = async (token: string, digest: string): Promise<Caller> => {
    const checked = await verify(token, keys, {
      issuer: auth.issuer,
      audience: auth.audience,
      typ: 'at+jwt',
      algorithms,
      clockTolerance: auth.clockToleranceSeconds,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id'],
    });
    remembered.set(digest, checked);
    return checked.caller;
  };

  return (authorization) => {
    const token = tokenOf(authorization);
    const digest = hash('sha256', token, 'base64');
    const known = remembered.get(digest);
    if (known === undefined) return check(token, digest);
    if (now() >= known.expiresAtMs + toleranceMs) throw new TokenError('token-expired');
    return known.caller;
  };
}

function tokenOf(authorization: string | undefined): string {
  if (authorization === undefined || authorization.trim() === '') throw new TokenError('token-missing');
  if (authorization.length > longestToken) throw new TokenError('token-malformed');
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) throw new TokenError('token-malformed');
  return token;
}

async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<Checked> {
  try {
    const { payload } = await jwtVerify(token, keys, options);
    const { client_id: client, scope, exp } = payload;
    if (typeof client !== 'string' || client === '' || exp === undefined) throw new TokenError('token-malformed');
    const granted = typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
    return { caller: { client, scopes: new Set(granted) }, expiresAtMs: exp * 1000 };
  } catch (error) {
    throw error instanceof TokenError ? error : new TokenError(faultOf(error), error);
  }
}

const faultsOfClaims: Readonly<Record<string, TokenFault>> = {
  iss: 'token-foreign-issuer',
  aud: 'token-foreign-audience',
  typ: 'token-wrong-type',
  nbf: 'token-not-active',
};

/** Total: whatever is none of the token's own faults came from fetching the keys. */
function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed) return faultsOfClaims[error.claim] ?? 'token-malformed';
  if (isKeyFault(error)) return 'token-foreign-key';
  if (isFormFault(error)) return 'token-malformed';
  return 'keys-unavailable';
}

function isKeyFault(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JWSSignatureVerificationFailed
  );
}

function isFormFault(error: unknown): boolean {
  return (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  );
}
