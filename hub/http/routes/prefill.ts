import type { z } from 'zod';
import type { LookupQuery } from '../../../connectors/contract.ts';
import type { FormAnswer } from '../../../mappings/forms/answer.ts';
import { subjectRole, type Person } from '../../../mappings/forms/people.ts';
import { HubError } from '../../errors.ts';
import type { CitizenView } from '../../store/citizens.ts';
import { outOfTime, within } from '../deadline.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { requestFaultCodes } from '../faults.ts';
import type { FormVersion, Forms } from '../forms.ts';
import { createLiveLookup, type LiveLookup, type LookupOutcome } from '../live-lookup.ts';
import { bind, type Answer, type Call, type CallContext, type Operation, type Route } from '../operation.ts';
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
    'hold is looked up in the population database; if that is down, the answer says so, and comes in time.',
  scope: 'prefill',
  body: prefillBody,
  answers: { 200: { description: 'The form as far as it can be filled.', schema: prefillSchema } },
  problems: ['purpose-not-allowed', 'unknown-form', 'store-unavailable'],
};

/** What is left for writing the answer when everything else has used its time. */
const marginMs = 50;

type Tools = Pick<ApiDependencies, 'citizens' | 'personKeys' | 'metrics' | 'forms'> & {
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
  const { timeBudgetMs, purposes } = configuration.prefill;
  const allowed = new Map(Object.entries(purposes).map(([client, list]) => [client, new Set(list)]));
  const faults = (body: unknown, call: CallContext) => [
    ...formFaults(body, forms),
    ...purposeFaults(body, allowed.get(call.caller.client)),
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
  const { body, beganAt } = call;
  const form = tools.forms.find(body.form, body.version);
  // The checks let no unknown form through.
  if (form === undefined) throw new HubError('unforeseen', 'filling a form');
  const deadline = beganAt + tools.timeBudgetMs - marginMs;
  const key = tools.personKeys(body.subject.personalNumber);
  const held = await within(tools.citizens.view(key), deadline);
  if (held === outOfTime) throw new HubError('store-unavailable', 'reading a citizen');
  const outcome: LookupOutcome = isComplete(held, tools)
    ? { kind: 'held', view: held }
    : await lookUp(call, { key, deadline, look: tools.look });
  const view = outcome.kind === 'held' ? outcome.view : held;
  const fields = fieldsFor(outcome, held, { form, asked: body.fields });
  countFields(fields, body.form, tools);
  return { status: 200, body: { form: body.form, version: form.version, ...personOf(view), fields } };
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
  held: CitizenView | undefined,
  { form, asked }: { form: FormVersion; asked: readonly string[] | undefined },
): FormAnswer {
  const view = outcome.kind === 'held' ? outcome.view : held;
  const person: Person = {
    held: view,
    absent: outcome.kind === 'unavailable' ? { reason: 'source-unavailable', since: outcome.since } : undefined,
  };
  const fields = asked === undefined ? undefined : new Set(asked);
  return form.evaluate({ byRole: { [subjectRole(form.form, view)]: person } }, { fields });
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

const none: readonly RequestFault[] = [];

/** Whether the form, its version and its fields exist; `body` is unchecked. */
function formFaults(body: unknown, forms: Forms): readonly RequestFault[] {
  const { form: id, version, fields } = namedIn(body);
  if (typeof id !== 'string') return none;
  const versions = forms.versions(id);
  if (versions === undefined) return [fault('form', 'unknown-form', `one of: ${forms.ids.join(', ')}`)];
  const form = forms.find(id, typeof version === 'string' ? version : undefined);
  if (form === undefined) return [fault('version', 'unknown-version', `one of: ${versions.join(', ')}`)];
  if (!Array.isArray(fields)) return none;
  return fields.flatMap((field: unknown, index) =>
    typeof field !== 'string' || form.fields.has(field) ? none : [fault(`fields[${index}]`, 'unknown-form-field')],
  );
}

/** The members of something that may not be an object at all. */
function namedIn(body: unknown): Partial<Record<'form' | 'version' | 'fields' | 'purpose', unknown>> {
  return typeof body === 'object' && body !== null ? body : {};
}

function purposeFaults(body: unknown, allowed: ReadonlySet<string> | undefined): readonly RequestFault[] {
  const { purpose } = namedIn(body);
  if (typeof purpose !== 'string' || allowed?.has(purpose) === true) return none;
  const expected = allowed === undefined ? 'no purpose is given to this client' : `one of: ${[...allowed].join(', ')}`;
  return [fault('purpose', 'purpose-not-allowed', expected)];
}

function fault(
  path: string,
  code: 'unknown-form' | 'unknown-version' | 'unknown-form-field' | 'purpose-not-allowed',
  expected: string = requestFaultCodes[code],
): RequestFault {
  return { path, code, expected };
}
