/** What proof costs: one signature per answer over digests, beside one signature per field, and what each weighs. */
import { sign } from 'node:crypto';
import type { AnswerToIssue } from '../../hub/prefill/contract.ts';
import { sealAlgorithm, sealKeysOf } from '../../hub/prefill/keys.ts';
import { newSealKeys } from '../../hub/prefill/new-keys.ts';
import { sealSubjects } from '../../hub/prefill/pseudonyms.ts';
import { createSeals } from '../../hub/prefill/seals.ts';
import { judge } from '../../hub/prefill/verify.ts';
import { pseudonymKey } from './constants.ts';
import { show, spread } from './statistics.ts';

const fieldCount = 20;
const answersPerRound = 500;
const rounds = 7;

/** Lines with microseconds of the processor per answer, and bytes of proof in it. */
export async function benchSeals(say: (line: string) => void): Promise<string[]> {
  say(`Seals: ${rounds} rounds of ${answersPerRound} answers of ${fieldCount} fields`);
  const { keys, seals } = makeSeals();
  const answer = answerOf(fieldCount);
  const perField = Object.keys(answer.fields).map((field) =>
    JSON.stringify({ ...place, field, value: `Value ${field}` }),
  );
  const header = Buffer.from(JSON.stringify({ alg: sealAlgorithm, kid: keys.kid })).toString('base64url');
  const signOne = (text: string): string => {
    const signed = `${header}.${Buffer.from(text).toString('base64url')}`;
    return `${signed}.${sign(null, Buffer.from(signed), keys.signingKey).toString('base64url')}`;
  };
  const sealing = (): unknown => seals.make('id', answer);
  const made = seals.make('id', answer);
  const submission = Object.fromEntries(
    Object.entries(made.fieldSeals).map(([field, seal]) => [field, { value: `Value ${field}`, seal }] as const),
  );
  const signEach = (): string[] => perField.map(signOne);
  const sealBytes = made.seal.length + Object.values(made.fieldSeals).join('').length;
  return [
    line('seal per answer', await measure(sealing), sealBytes),
    line('signature per field', await measure(signEach), signEach().join('').length),
    line('verifying a seal', await measure(async () => judge(await seals.open(made.seal), submission)), sealBytes),
  ];
}

/** What sealing an answer costs whose form has so many fields filled; microseconds of the processor, round by round. */
export async function sealMicros(fields: number): Promise<number[]> {
  const { seals } = makeSeals();
  const answer = answerOf(fields);
  return measure(() => seals.make('id', answer));
}

function makeSeals() {
  const keys = sealKeysOf(JSON.parse(newSealKeys()));
  const subjects = sealSubjects(pseudonymKey);
  return { keys, seals: createSeals({ keys, subjects, issuer: 'urn:bench', validDays: 30, now: Date.now }) };
}

const place = { client: 'portal', caseCode: 'H29-2026-0001', form: 'ct01', version: '2024-01-01' };

function answerOf(fields: number): AnswerToIssue {
  return {
    ...place,
    ...{
      purpose: 'TTHC',
      legalBasis: 'benchmark',
      subject: 'key',
      told: [],
      declarable: fields,
      requestId: '',
    },
    fields: Object.fromEntries(
      Array.from({ length: fields }, (_, index) => [
        `field${index}`,
        { value: `Value field${index}`, sources: ['population'], persons: ['key'], authoritative: true },
      ]),
    ),
  };
}

/** Microseconds of the processor per answer, round by round. */
async function measure(once: () => unknown): Promise<number[]> {
  const run = async (): Promise<number> => {
    const began = process.cpuUsage();
    for (let done = 0; done < answersPerRound; done += 1) await once();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / answersPerRound;
  };
  await run();
  const found: number[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await run());
  return found;
}

function line(name: string, micros: number[], bytes: number): string {
  return `${name.padEnd(28)} CPU ${show(spread(micros)).padStart(22)} us/answer  ${bytes.toLocaleString('en')} bytes of proof`;
}
