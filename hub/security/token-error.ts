/** Every way an access token can be no good. The list is closed; each is a problem of its own in the API. */
export const tokenFaults = [
  'token-missing',
  'token-malformed',
  'token-expired',
  'token-not-active',
  'token-wrong-type',
  'token-foreign-issuer',
  'token-foreign-audience',
  'token-foreign-key',
  /** Not the token's fault: the issuer's keys cannot be had. */
  'keys-unavailable',
] as const;

export type TokenFault = (typeof tokenFaults)[number];

/** Thrown for a token that does not open anything. The message names the rule broken, never the token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenFault;

  constructor(code: TokenFault, cause?: unknown) {
    super(`checking the access token: ${code}`, { cause });
    this.code = code;
  }
}
