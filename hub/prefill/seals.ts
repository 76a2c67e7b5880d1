/** Seals: one signature per answer, over a digest of every field (docs/adr/0021). */
import { sign } from 'node:crypto';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { AnswerToIssue, IssuedAnswer } from './contract.ts';
import { fieldDigest, newSalts } from './digests.ts';
import { sealAlgorithm, type SealKeys } from './keys.ts';
import type { SealSubjects } from './pseudonyms.ts';

/** What a seal says, as it stands in the JWS. */
const claimsSchema = z.object({
  iss: z.string(),
  /** The client the answer was for. */
  aud: z.string(),
  /** Id of the answer. */
  jti: z.string(),
  /** The person, for this client and case only. */
  sub: z.string(),
  case: z.string(),
  form: z.string(),
  version: z.string(),
  /** Seconds. */
  iat: z.number(),
  exp: z.number(),
  /** By field id (hub/prefill/digests.ts). */
  fields: z.record(z.string(), z.string()),
});

export type SealClaims = z.infer<typeof claimsSchema>;

export type OpenedSeal = { state: 'genuine' | 'expired'; claims: SealClaims } | { state: 'forged' };

export type Seals = {
  make(id: string, answer: AnswerToIssue): Omit<IssuedAnswer, 'id'>;
  /** Checks a seal with the published keys. */
  open(seal: string): Promise<OpenedSeal>;
  /** What a seal says of itself, unchecked; undefined if it is none at all. */
  peek(seal: string): SealClaims | undefined;
  subjectOf: SealSubjects;
  /** For whoever checks seals without the hub. */
  published: JSONWebKeySet;
};

type Options = {
  keys: SealKeys;
  subjects: SealSubjects;
  issuer: string;
  validDays: number;
  /** Epoch milliseconds. */
  now: () => number;
};

const sealType = 'prefill-seal+jwt';
const secondsPerDay = 86_400;

/** Seals by one key, checked by every key published. */
export function createSeals({ keys, subjects, issuer, validDays, now }: Options): Seals {
  const find = createLocalJWKSet(keys.published);
  const header = base64url(JSON.stringify({ alg: sealAlgorithm, typ: sealType, kid: keys.kid }));
  return {
    make(id, answer) {
      const { client, caseCode, form, version, subject } = answer;
      const { digests, fieldSeals } = sealFields(answer);
      const iat = Math.floor(now() / 1000);
      const exp = iat + validDays * secondsPerDay;
      const sub = subjects(subject, { client, caseCode });
      const place = { iss: issuer, aud: client, jti: id, sub, case: caseCode, form, version };
      const claims: SealClaims = { ...place, iat, exp, fields: digests };
      // Signed here and at once: handing 40 us of work to another thread and back costs more than the work.
      const signed = `${header}.${base64url(JSON.stringify(claims))}`;
      const signature = sign(null, Buffer.from(signed, 'latin1'), keys.signingKey).toString('base64url');
      return { seal: `${signed}.${signature}`, expiresAt: new Date(exp * 1000).toISOString(), fieldSeals };
    },
    async open(seal) {
      if (!isWrittenPlainly(seal)) return { state: 'forged' };
      try {
        const { payload, protectedHeader } = await compactVerify(seal, find, { algorithms: [sealAlgorithm] });
        const claims = claimsIn(payload);
        if (protectedHeader.typ !== sealType || claims?.iss !== issuer) return { state: 'forged' };
        return { state: now() < claims.exp * 1000 ? 'genuine' : 'expired', claims };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { state: 'forged' };
        throw error;
      }
    },
    peek: (seal) => claimsIn(Buffer.from(seal.split('.')[1] ?? '', 'base64url')),
    subjectOf: subjects,
    published: keys.published,
  };
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function sealFields({ fields }: AnswerToIssue) {
  const digests: Record<string, string> = {};
  const fieldSeals: Record<string, string> = {};
  const answered = Object.entries(fields);
  const salts = newSalts(answered.length);
  for (const [index, [field, answer]] of answered.entries()) {
    if (!('value' in answer)) continue;
    const salt = salts[index] ?? '';
    fieldSeals[field] = salt;
    digests[field] = fieldDigest(field, salt, answer.value);
  }
  return { digests, fieldSeals };
}

/** 64 bytes leave bits of the last character unused: only one of the ways to write them is taken. */
function isWrittenPlainly(seal: string): boolean {
  const signature = seal.slice(seal.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function claimsIn(payload: Uint8Array): SealClaims | undefined {
  try {
    return claimsSchema.safeParse(JSON.parse(Buffer.from(payload).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
