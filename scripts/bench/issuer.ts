/** An authorisation server reduced to its keys: signs one access token by RFC 9068 and publishes the key for it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type Issuer = { issuer: string; jwksUri: string; token: string; close: () => void };

/** Starts it on a free port; the token is the portal's, for prefill, good for an hour. */
export async function startIssuer(audience: string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'bench' }] });
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'application/json').end(jwks));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = await new SignJWT({ client_id: 'portal', scope: 'prefill', jti: 'bench' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'bench' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('portal')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  return { issuer, jwksUri: `${issuer}/jwks`, token, close: () => server.close() };
}
