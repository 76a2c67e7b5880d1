import type { z } from 'zod';
import type { LookupQuery } from '../../../connectors/contract.ts';
import { citizenFields } from '../../../mappings/canonical/citizen.ts';
import type { FieldAnswer, FilledTable, FormAnswer } from '../../../mappings/forms/answer.ts';
import { subjectRole, type Person, type Refuse } from '../../../mappings/forms/people.ts';
import { HubError } from '../../errors.ts';
import type { AnsweredField, AnswerToIssue, IssuedAnswer } from '../../prefill/contract.ts';
import type { Permission } from '../../prefill/policies.ts';
import type { CitizenView } from '../../store/citizens.ts';
import { outOfTime, within } from '../deadline.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { formFaults, membersOf } from '../form-faults.ts';
import type { FormVersion } from '../forms.ts';
import { createLiveLookup, type LiveLookup, type LookupOutcome } from '../live-lookup.ts';
import { bind, type Answer, type Call, type CallContext, type Operation, type Route } from '../operation.ts';
import { policyFaults } from '../policy-faults.ts';
import type { RequestFault } from '../problems.ts';
import { prefillBody, prefillSchema } from '../schemas/prefill.ts';

type Body = z.infer<typeof prefillBody>;

export const prefillOperation: Operation<Body> = {
  id: 'prefill',
  method: 'post',
  path: '/v1/prefill',
  tag: 'Prefill',
  summary: 'Fill a form for one citizen in one case',
  description:
    'Answers per field of the form: its value with source and date, or the reason for none. Whom the hub does not ' +
    'hold is looked up in the population database; if that is down, the answer says so, and comes in time. Every ' +
    'answer is put on record before it leaves, and sealed.',
  scope: 'prefill',
  body: prefillBody,
  answers: { 200: { description: 'The form as far as it can be filled.', schema: prefillSchema } },
  problems: [
    'purpose-not-allowed',
    'form-not-allowed',
    'unknown-form',
    'case-code-missing',
    'repeated-fields',
    'store-unavailable',
  ],
};

/** What is left for putting the answer on record when everything else has used its time. */
const recordMs = 250;

type Tools = Pick<ApiDependencies, 'citizens' | 'personKeys' | 'metrics' | 'forms' | 'policies' | 'disclosure'> & {
  timeBudgetMs: number;
  lookupSystem: string;
  look: LiveLookup | undefined;
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
  const { timeBudgetMs } = configuration.prefill;
  const faults = (body: unknown, call: CallContext) => [
    ...formFaults(body, forms),
    ...permissionFaults(body, call.caller.client, dependencies),
  ];
  return [
    bind(
      prefillOperation,
      (call) => prefill(call, { ...dependencies, timeBudgetMs, lookupSystem: lookup?.system ?? '', look }),
      { faults },
    ),
  ];
}

async function prefill(call: Call<Body, undefined>, tools: Tools): Promise<Answer> {
  const { body, caller } = call;
  const form = tools.forms.find(body.form, body.version);
  const permission = tools.policies.decide(caller.client, body.purpose, body.form);
  // The checks let neither an unknown form through nor what no policy allows.
  if (form === undefined || permission === undefined) throw new HubError('unforeseen', 'filling a form');
  const end = call.beganAt + tools.timeBudgetMs;
  const key = tools.personKeys(body.subject.personalNumber);
  const { outcome, view } = await findPerson(
    call,
    { key, deadline: end - Math.min(recordMs, tools.timeBudgetMs / 4) },
    tools,
  );
  const fields = fieldsFor(outcome, view, { form, permission, asked: body.fields });
  const answer = answerToIssue(call, { form, permission, subject: key, view, fields });
  const issued = await within(tools.disclosure.issue(answer, end), end);
  if (issued === outOfTime) throw new HubError('store-unavailable', 'putting an answer on record');
  countFields(fields, body.form, tools);
  return { status: 200, body: answerBody(answer, { issued, view, fields }) };
}

async function findPerson(
  call: Call<Body, undefined>,
  { key, deadline }: { key: string; deadline: number },
  tools: Tools,
): Promise<{ outcome: LookupOutcome; view: CitizenView | undefined }> {
  const held = await within(tools.citizens.view(key), deadline);
  if (held === outOfTime) throw new HubError('store-unavailable', 'reading a citizen');
  const outcome: LookupOutcome = isComplete(held, tools)
    ? { kind: 'held', view: held }
    : await lookUp(call, { key, deadline, look: tools.look });
  return { outcome, view: outcome.kind === 'held' ? outcome.view : held };
}

type Filled = {
  form: FormVersion;
  permission: Permission;
  subject: string;
  view: CitizenView | undefined;
  fields: FormAnswer;
};

function answerToIssue(
  { body, caller, requestId }: Call<Body, undefined>,
  { form, permission, subject, view, fields }: Filled,
): AnswerToIssue {
  const { purpose, caseCode, officer, session, procedure } = body;
  const answered = Object.entries(fields).map(([id, field]) => [id, answeredField(field)] as const);
  return {
    ...{ client: caller.client, purpose, legalBasis: permission.legalBasis, caseCode, requestId, subject },
    ...(officer === undefined ? {} : { officer }),
    ...(session === undefined ? {} : { session }),
    ...(procedure === undefined ? {} : { procedure }),
    ...{ form: body.form, version: form.version, declarable: form.fields.size },
    persons: view === undefined ? [] : [view._id],
    fields: Object.fromEntries(answered),
  };
}

/** Only what a rule decided that is trusted with the field comes from who is in charge of it (docs/adr/0011). */
function answeredField(field: FieldAnswer): AnsweredField {
  if ('reason' in field) return { reason: field.reason };
  const value = 'rows' in field ? field.rows.map(valuesOf) : field.value;
  return { value, sources: [field.source], authoritative: field.confidence !== 'reported' };
}

/** A row of a table as it is handed in: its columns that have a value. */
function valuesOf(row: FilledTable['rows'][number]): Record<string, string> {
  const values = Object.entries(row).flatMap(([column, cell]) =>
    'value' in cell ? [[column, cell.value] as const] : [],
  );
  return Object.fromEntries(values);
}

function answerBody(
  { form, version }: AnswerToIssue,
  { issued, view, fields }: { issued: IssuedAnswer; view: CitizenView | undefined; fields: FormAnswer },
): Record<string, unknown> {
  const sealed = Object.entries(fields).map(([id, field]) => {
    const seal = issued.fieldSeals[id];
    return [id, seal === undefined ? field : { ...field, seal }] as const;
  });
  const { id, seal, expiresAt } = issued;
  return { id, form, version, ...personOf(view), fields: Object.fromEntries(sealed), seal, expiresAt };
}

/** Whoever is held from other systems only is completed from the population database, if there is one to ask. */
function isComplete(held: CitizenView | undefined, { look, lookupSystem }: Tools): held is CitizenView {
  return held !== undefined && (look === undefined || held.systems.includes(lookupSystem));
}

function lookUp(
  { body, requestId }: Call<Body, undefined>,
  { key, deadline, look }: { key: string; deadline: number; look: LiveLookup | undefined },
): Promise<LookupOutcome> | LookupOutcome {
  if (look === undefined) return { kind: 'no-match' };
  const { subject, purpose, caseCode, officer } = body;
  const query: LookupQuery = {
    personalNumber: subject.personalNumber,
    ...(subject.fullName === undefined ? {} : { fullName: subject.fullName }),
    ...(subject.birthDate === undefined ? {} : { birthDate: subject.birthDate }),
    purpose,
    caseCode,
    ...(officer === undefined ? {} : { officer }),
  };
  return look({ key, query }, { deadline, requestId });
}

/** The form from what is held; what is not held may be so only because the source is away, and then says so. */
function fieldsFor(
  outcome: LookupOutcome,
  view: CitizenView | undefined,
  { form, permission, asked }: { form: FormVersion; permission: Permission; asked: readonly string[] | undefined },
): FormAnswer {
  const person: Person = {
    held: view,
    absent: outcome.kind === 'unavailable' ? { reason: 'source-unavailable', since: outcome.since } : undefined,
  };
  const fields = asked === undefined ? undefined : new Set(asked);
  const refuse: Refuse = (field, role) => {
    const { classification: fieldClass } = citizenFields[field];
    // A checked manifest marks every sensitive field it asks for.
    return permission.allows({ fieldClass, role, isMarkedSensitive: true }) ? undefined : 'not-permitted';
  };
  return form.evaluate({ byRole: { [subjectRole(form.form, view)]: person } }, { fields, refuse });
}

function personOf(view: CitizenView | undefined): Record<string, unknown> {
  if (view === undefined) return { subject: { known: false } };
  const { revision, merged } = view;
  const subject = merged.deathDate === undefined ? { known: true } : { known: true, status: 'deceased' };
  return { subject, revision };
}

function countFields(fields: FormAnswer, form: string, { metrics }: Tools): void {
  const counts = new Map<string, number>();
  for (const answer of Object.values(fields)) {
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
