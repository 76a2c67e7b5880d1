import type { z } from 'zod';
import type { FieldAnswer, FormAnswer } from '../../../mappings/forms/answer.ts';
import type { Whose } from '../../../mappings/forms/context.ts';
import type { Refuse } from '../../../mappings/forms/people.ts';
import { HubError } from '../../errors.ts';
import { answeredFields } from '../../prefill/answered.ts';
import type { AnswerToIssue, IssuedAnswer } from '../../prefill/contract.ts';
import { gatherPeople, type Gathered } from '../../prefill/gather.ts';
import type { Permission } from '../../prefill/policies.ts';
import { createRefusals } from '../../prefill/refusals.ts';
import { isDead, toldOf, wholeOf, type Whole } from '../../prefill/whole-person.ts';
import { outOfTime, within } from '../deadline.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { formFaults, membersOf } from '../form-faults.ts';
import type { FormVersion } from '../forms.ts';
import { createLiveLookup } from '../live-lookup.ts';
import { findPerson, type FindTools } from '../find-person.ts';
import { bind, type Answer, type Call, type CallContext, type Operation, type Route } from '../operation.ts';
import { policyFaults } from '../policy-faults.ts';
import { ProblemError, type RequestFault } from '../problems.ts';
import { prefillBody, prefillSchema } from '../schemas/prefill.ts';

type Body = z.infer<typeof prefillBody>;

export const prefillOperation: Operation<Body> = {
  id: 'prefill',
  method: 'post',
  path: '/v1/prefill',
  tag: 'Prefill',
  summary: 'Fill a form for one citizen in one case',
  description:
    'Answers per field of the form: its value with source and date, or the reason for none. Parents, spouse and ' +
    'household are found by what the records of the people named say, as far as the form needs them and the purpose ' +
    'allows. Whom the hub does not hold is looked up in the population database; if that is down, the answer says ' +
    'so, and comes in time. Every answer is put on record before it leaves, and sealed.',
  scope: 'prefill',
  body: prefillBody,
  answers: { 200: { description: 'The form as far as it can be filled.', schema: prefillSchema } },
  problems: [
    'purpose-not-allowed',
    'form-not-allowed',
    'unknown-form',
    'unknown-version',
    'unknown-fields',
    'unknown-role',
    'subject-malformed',
    'case-code-missing',
    'repeated-fields',
    'subject-deceased',
    'store-unavailable',
  ],
};

/**
 * What is left (ms) when the population database has used its time, for reading who else is held and putting the answer
 * on record; and what is left for the latter when reading has used its time, too. Of a small budget, parts of it.
 */
const [afterLookups, afterReading] = [
  { ms: 500, part: 1 / 4 },
  { ms: 250, part: 1 / 8 },
];

type Tools = FindTools &
  Pick<ApiDependencies, 'metrics' | 'forms' | 'policies' | 'disclosure'> & {
    timeBudgetMs: number;
    refusals: ReturnType<typeof createRefusals>;
  };

/** The route that fills forms. */
export function prefillRoutes(dependencies: ApiDependencies): Route[] {
  const { configuration, lookup, mappings, forms } = dependencies;
  const look =
    lookup === undefined
      ? undefined
      : createLiveLookup({
          ...dependencies,
          lookup: lookup.source,
          system: lookup.system,
          mapping: mappings.get(lookup.system),
        });
  const tools: Tools = {
    ...dependencies,
    timeBudgetMs: configuration.prefill.timeBudgetMs,
    lookupSystem: lookup?.system ?? '',
    look,
    refusals: createRefusals(),
  };
  const faults = (body: unknown, call: CallContext) => [
    ...formFaults(body, forms),
    ...permissionFaults(body, call.caller.client, dependencies),
  ];
  return [bind(prefillOperation, (call) => prefill(call, tools), { faults })];
}

async function prefill(call: Call<Body, undefined>, tools: Tools): Promise<Answer> {
  const { body, caller } = call;
  const form = tools.forms.find(body.form, body.version);
  const permission = tools.policies.decide(caller.client, body.purpose, body.form);
  // The checks let neither an unknown form through nor what no policy allows.
  if (form === undefined || permission === undefined) throw new HubError('unforeseen', 'filling a form');
  const end = call.beganAt + tools.timeBudgetMs;
  const given: Given = {
    form,
    permission,
    refuse: tools.refusals(form.form, permission),
    fields: body.fields === undefined ? undefined : new Set(body.fields),
  };
  const gathered = await gather(call, { end, given, tools });
  const { filled, fields, whole, told } = fill(gathered, body.subject.personalNumber, given);
  const answer = answerToIssue(call, { form, permission, told, fields, tools });
  // That somebody is dead is told of them like anything else: on record first.
  const issued = await within(tools.disclosure.issue(answer, end), end);
  if (issued === outOfTime) throw new HubError('store-unavailable', 'putting an answer on record');
  countFields(filled, body.form, tools);
  if (whole === undefined) throw new ProblemError('subject-deceased');
  return { status: 200, body: answerBody(answer, { issued, whole, filled }) };
}

/** What may be given of which form; `fields` are those asked for, all if undefined. */
type Given = { form: FormVersion; permission: Permission; refuse: Refuse; fields: ReadonlySet<string> | undefined };

async function gather(
  { body, requestId }: Call<Body, undefined>,
  { end, given, tools }: { end: number; given: Given; tools: Tools },
): Promise<Gathered> {
  const before = ({ ms, part }: typeof afterLookups) => end - Math.min(ms, tools.timeBudgetMs * part);
  const { purpose, caseCode, officer } = body;
  const asking = { purpose, caseCode, officer, requestId, deadline: before(afterLookups) };
  const { refuse, fields } = given;
  const gathering = gatherPeople(
    { form: given.form.form, subject: body.subject, others: body.people ?? {}, refuse, fields },
    (person) => findPerson(person, asking, tools),
    tools.personKeys,
  );
  const gathered = await within(gathering, before(afterReading));
  if (gathered === outOfTime) throw new HubError('store-unavailable', 'reading citizens');
  return gathered;
}

/** An answer, and what of it is put on record; `whole` is undefined where the person is dead and that refuses them. */
type Fill = Pick<AnswerToIssue, 'fields' | 'told'> & { filled: FormAnswer; whole: Whole | undefined };

function fill(gathered: Gathered, asked: string, { form, permission, refuse, fields }: Given): Fill {
  if (permission.refusesDeceased && isDead(gathered.subject)) return nothingOf(form, fields);
  const whose = new Map<string, ReadonlySet<Whose>>();
  const { mayKnowOthers } = permission;
  const filled = form.evaluate(gathered.people, { refuse, fields, mayKnowOthers: () => mayKnowOthers }, whose);
  const personsOf = (field: string): string[] => [...(whose.get(field) ?? [])].flatMap(gathered.keysOf);
  const whole = wholeOf(gathered, asked, refuse);
  return { filled, fields: answeredFields(filled, personsOf), whole, told: toldOf(whole) };
}

/** Every field asked for, none of them given. */
function nothingOf({ fields: all }: FormVersion, asked: Given['fields']): Fill {
  const ids = [...all].filter((id) => asked?.has(id) !== false);
  const filled = Object.fromEntries(ids.map((id) => [id, { reason: 'not-permitted' }] as const));
  return { filled, fields: filled, whole: undefined, told: ['status'] };
}

type Answering = Pick<AnswerToIssue, 'fields' | 'told'> & {
  form: FormVersion;
  permission: Permission;
  tools: Tools;
};

function answerToIssue(
  { body, caller, requestId }: Call<Body, undefined>,
  { form, permission, told, fields, tools }: Answering,
): AnswerToIssue {
  const { purpose, caseCode, officer, session, procedure, applicantRelation } = body;
  const subject = tools.personKeys(body.subject.personalNumber);
  return {
    ...{ client: caller.client, purpose, legalBasis: permission.legalBasis, caseCode, requestId, subject },
    ...(officer === undefined ? {} : { officer }),
    ...(session === undefined ? {} : { session }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(applicantRelation === undefined ? {} : { applicantRelation }),
    ...{ form: body.form, version: form.version, declarable: form.fields.size, told, fields },
  };
}

type Ready = { issued: IssuedAnswer; whole: Whole; filled: FormAnswer };

function answerBody({ form, version }: AnswerToIssue, { issued, whole, filled }: Ready): Record<string, unknown> {
  const { id, seal, expiresAt, fieldSeals } = issued;
  const fields: Record<string, FieldAnswer & { seal?: string }> = {};
  for (const [field, answer] of Object.entries(filled)) {
    const own = fieldSeals[field];
    // The answer is nobody else's, and copying every field of it would cost as much as filling the form.
    fields[field] = own === undefined ? answer : Object.assign(answer, { seal: own });
  }
  return { id, form, version, ...whole, fields, seal, expiresAt };
}

function countFields(filled: FormAnswer, form: string, { metrics }: Tools): void {
  const counts = new Map<string, number>();
  for (const answer of Object.values(filled)) {
    const outcome = 'reason' in answer ? answer.reason : 'value';
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  for (const [outcome, count] of counts) metrics.prefillFields.inc({ form, outcome }, count);
}

function permissionFaults(
  body: unknown,
  client: string,
  { forms, policies }: Pick<ApiDependencies, 'forms' | 'policies'>,
): readonly RequestFault[] {
  const { form, purpose } = membersOf(body);
  const known = typeof form === 'string' && forms.versions(form) !== undefined ? form : undefined;
  return policyFaults({ client, purpose, form: known }, policies);
}
