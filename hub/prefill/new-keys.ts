import { createHash, generateKeyPairSync } from 'node:crypto';

/** The text of a new file of seal keys: a JWKS with one Ed25519 key pair, named by its thumbprint (RFC 7638). */
export function newSealKeys(): string {
  const { crv, kty, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  // RFC 7638 wants these members, in this order.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  return `${JSON.stringify({ keys: [{ kty, crv, kid, x, d }] }, undefined, 2)}\n`;
}
