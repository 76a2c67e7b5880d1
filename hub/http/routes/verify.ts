import type { z } from 'zod';
import { fatesOf, outcomeOf } from '../../prefill/outcome.ts';
import { judge, type Verdict } from '../../prefill/verify.ts';
import type { OpenedSeal, SealClaims } from '../../prefill/seals.ts';
import type { OutcomeDocument } from '../../store/outcomes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { extraFields, fault, membersOf, submissionFaults } from '../form-faults.ts';
import { bind, type Answer, type Call, type Operation, type Route } from '../operation.ts';
import { ProblemError, type RequestFault } from '../problems.ts';
import { hasRepeatedName } from '../repeated-names.ts';
import { keysSchema } from '../schemas/keys.ts';
import { answerExample, outcomeBody, outcomeSchema, verifiedSchema, verifyBody } from '../schemas/verify.ts';

type Submission = z.infer<typeof verifyBody>;
type Told = z.infer<typeof outcomeBody>;
type Tools = Pick<ApiDependencies, 'accesses' | 'forms' | 'keysOfPerson' | 'now' | 'outcomes' | 'personKeys' | 'seals'>;

const common = { tag: 'Prefill', scope: 'prefill' } as const;

export const verifyOperation: Operation<Submission> = {
  ...common,
  id: 'verify',
  method: 'post',
  path: '/v1/prefill/verify',
  summary: 'Say of every field of a submission whether it is as the hub answered it',
  description:
    'Whoever has the submission may ask, not only who was given the answer. The same can be found without the hub, ' +
    'with its public keys.',
  body: verifyBody,
  answers: { 200: { description: 'The verdict on every field.', schema: verifiedSchema } },
  problems: [
    'unknown-form',
    'unknown-version',
    'subject-malformed',
    'case-code-missing',
    'extra-fields',
    'seal-of-another-case',
    'seal-of-another-form',
    'seal-of-another-person',
    'store-unavailable',
  ],
};

export const outcomeOperation: Operation<Told> = {
  ...common,
  id: 'tellOutcome',
  method: 'post',
  path: '/v1/prefill/{id}/outcome',
  summary: 'Tell what became of an answer',
  description:
    'For a portal that does not verify. Only who was given the answer may tell; the first word stands, and telling ' +
    'the same again changes nothing.',
  parameters: { id: { description: 'Id of the answer.', example: answerExample } },
  body: outcomeBody,
  answers: { 200: { description: 'What became of it, as it counts.', schema: outcomeSchema } },
  problems: ['unknown-prefill', 'outcome-known', 'extra-fields', 'store-unavailable'],
};

export const keysOperation: Operation = {
  id: 'sealKeys',
  method: 'get',
  path: '/.well-known/jwks.json',
  tag: 'Prefill',
  summary: 'The public keys that seals are checked with',
  description: 'For checking seals without the hub. Fetch anew when a seal names a key that is not there.',
  scope: undefined,
  answers: { 200: { description: 'The keys.', schema: keysSchema } },
  problems: [],
};

const keysHeaders = { 'Cache-Control': 'public, max-age=300' };

/** The routes for what comes back: submissions, and what became of answers. */
export function verifyRoutes(dependencies: ApiDependencies): Route[] {
  const { forms, seals } = dependencies;
  return [
    bind(verifyOperation, (call) => verify(call, dependencies), {
      faults: async (body, { bytes }) => [
        ...submissionFaults(body, forms),
        ...(await placeFaults(body, dependencies)),
        ...(hasRepeatedName(bytes.toString('utf8')) ? [fault('', 'repeated-name')] : []),
      ],
    }),
    bind(outcomeOperation, (call) => tell(call, dependencies)),
    bind(keysOperation, () => Promise.resolve({ status: 200, body: seals.published, headers: keysHeaders })),
  ];
}

async function verify({ body }: Call<Submission, undefined>, tools: Tools): Promise<Answer> {
  const opened = await tools.seals.open(body.seal);
  const verdicts = judge(opened, body.fields);
  const outcome = body.final ? { outcome: await keepVerified(opened, verdicts, tools) } : {};
  return { status: 200, body: { ...sealBody(opened), fields: verdicts, ...outcome } };
}

function sealBody(opened: OpenedSeal): Record<string, unknown> {
  if (opened.state === 'forged') return { seal: 'forged' };
  const { jti, exp } = opened.claims;
  return { seal: opened.state, answer: jti, expiresAt: new Date(exp * 1000).toISOString() };
}

async function keepVerified(
  opened: OpenedSeal,
  verdicts: Readonly<Record<string, Verdict>>,
  { accesses, outcomes, now }: Tools,
): Promise<'recorded' | 'known' | 'not-recorded'> {
  if (opened.state === 'forged') return 'not-recorded';
  const access = await accesses.get(opened.claims.jti);
  if (access === undefined) return 'not-recorded';
  const told = fatesOf(opened.claims, verdicts);
  const standing = await outcomes.add(outcomeOf(access, told, { way: 'verified', at: new Date(now()) }));
  return standing === undefined ? 'recorded' : 'known';
}

async function tell({ body, caller, parameters }: Call<Told, undefined>, tools: Tools): Promise<Answer> {
  const access = await tools.accesses.get(parameters['id'] ?? '');
  if (access?.client !== caller.client) throw new ProblemError('unknown-prefill');
  const outcome = outcomeOf(access, body.fields, { way: 'told', at: new Date(tools.now()) });
  const known = new Set([...access.disclosed, ...access.undisclosed].map((text) => text.split(':', 1)[0] ?? ''));
  const faults = extraFields(body.fields, known);
  if (faults.length > 0) throw new ProblemError('extra-fields', { errors: faults });
  const standing = await tools.outcomes.add(outcome);
  if (standing !== undefined && !isSame(standing, outcome)) throw new ProblemError('outcome-known');
  const { _id: id, declarable, prefilled, accepted } = outcome;
  return { status: 200, body: { id, declarable, prefilled, accepted } };
}

function isSame(one: OutcomeDocument, other: OutcomeDocument): boolean {
  return one.way === other.way && one.failed.join() === other.failed.join();
}

/** Where the seal itself says that it belongs elsewhere; whether that is true is found when it is opened. */
async function placeFaults(body: unknown, tools: Tools): Promise<RequestFault[]> {
  const { seal, caseCode, form, version, subject } = membersOf(body);
  const claims = typeof seal === 'string' ? tools.seals.peek(seal) : undefined;
  if (claims === undefined) return [];
  const { personalNumber } = membersOf(subject);
  const isOther = (given: unknown, sealed: string): boolean => typeof given === 'string' && given !== sealed;
  return [
    ...(isOther(caseCode, claims.case) ? [fault('caseCode', 'seal-of-another-case')] : []),
    ...(isOther(form, claims.form) || isOther(version, claims.version) ? [fault('form', 'seal-of-another-form')] : []),
    ...(typeof personalNumber === 'string' && !(await isAbout(personalNumber, claims, tools))
      ? [fault('subject.personalNumber', 'seal-of-another-person')]
      : []),
  ];
}

/** A seal is about the number that was asked for; whoever had it may hand in under another of theirs. */
async function isAbout(
  personalNumber: string,
  { aud: client, case: caseCode, sub }: SealClaims,
  { seals, personKeys, keysOfPerson }: Tools,
): Promise<boolean> {
  const key = personKeys(personalNumber);
  const isSealed = (each: string): boolean => seals.subjectOf(each, { client, caseCode }) === sub;
  return isSealed(key) || (await keysOfPerson(key)).some(isSealed);
}
