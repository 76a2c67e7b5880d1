/** The keys that seal answers, from a file only the hub can read: the first signs, all of them are published. */
import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { projectRoot } from '../../config/root.ts';
import { StartRefused } from '../errors.ts';

export type SealKeys = {
  /** Of the key that signs. */
  kid: string;
  signingKey: KeyObject;
  /** The public parts of the key that signs, of the next one, and of those that have signed. */
  published: JSONWebKeySet;
};

/** RFC 9864 calls the algorithm Ed25519; the older name is the one that libraries in every language know. */
export const sealAlgorithm = 'EdDSA';

/** 32 bytes in base64url. */
const part = z.string().regex(/^[\w-]{43}$/, 'expected 43 characters of base64url');

const keySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: part,
  d: part.optional(),
});
const fileSchema = z.object({ keys: z.array(keySchema).min(1) });

type Key = z.infer<typeof keySchema>;

/** Reads the keys; throws `StartRefused` with everything wrong with them, which names no key. */
export function readSealKeys(file: string | undefined): SealKeys {
  if (file === undefined) {
    throw refused(['prefill.seals.keysFile: expected a file with keys; `lienthong keys new` makes one']);
  }
  return sealKeysOf(readJson(resolve(projectRoot(), file)));
}

/** The keys from what such a file holds; throws as `readSealKeys`. */
export function sealKeysOf(read: unknown): SealKeys {
  const parsed = fileSchema.safeParse(read);
  if (!parsed.success) throw refused(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const { keys } = parsed.data;
  const [first] = keys;
  const problems = [
    ...(first?.d === undefined ? ['keys.0: expected a private key, which signs'] : []),
    ...keys.flatMap((key, index) => problemsOf(key, index, keys)),
  ];
  if (first?.d === undefined || problems.length > 0) throw refused(problems);
  const { kty, crv, x, d } = first;
  const signingKey = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });
  return { kid: first.kid, signingKey, published: { keys: keys.map(publicPart) } };
}

function problemsOf(key: Key, index: number, keys: readonly Key[]): string[] {
  const isRepeated = keys.findIndex(({ kid }) => kid === key.kid) < index;
  return [
    ...(isRepeated ? [`keys.${index}.kid: expected a name no other key has`] : []),
    ...(belongsTogether(key) ? [] : [`keys.${index}: expected a private and a public part of the same key`]),
  ];
}

function belongsTogether({ kty, crv, x, d }: Key): boolean {
  if (d === undefined) return true;
  try {
    const key: JsonWebKey = { kty, crv, x, d };
    return createPublicKey(createPrivateKey({ key, format: 'jwk' })).export({ format: 'jwk' }).x === x;
  } catch {
    return false;
  }
}

function publicPart({ kty, crv, kid, x }: Key) {
  return { kty, crv, kid, x, alg: sealAlgorithm, use: 'sig' };
}

function readJson(file: string): unknown {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return read;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no JSON';
    throw refused([`prefill.seals.keysFile: expected a file that can be read (${why})`]);
  }
}

function refused(problems: readonly string[]): StartRefused {
  return new StartRefused('reading the keys that seal answers', problems);
}
