/** Finding one person of a form: in the store, else in the population database. */
import type { LookupQuery } from '../../connectors/contract.ts';
import type { FoundPerson, NamedPerson } from '../prefill/gather.ts';
import type { CitizenView } from '../store/citizens.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { LiveLookup, LookupOutcome } from './live-lookup.ts';

export type FindTools = Pick<ApiDependencies, 'citizens' | 'personKeys'> & {
  /** Undefined: no population database is connected. */
  look: LiveLookup | undefined;
  /** What the population database is called. */
  lookupSystem: string;
};

/** For what somebody is looked up, and until when (`performance.now()`). */
export type Asking = Pick<LookupQuery, 'purpose' | 'caseCode'> & {
  officer: string | undefined;
  requestId: string;
  deadline: number;
};

/**
 * What is held of somebody; who is not held, or not from the population database, is looked up there. Throws what
 * reading the store throws.
 */
export async function findPerson(person: NamedPerson, asking: Asking, tools: FindTools): Promise<FoundPerson> {
  const key = tools.personKeys(person.personalNumber);
  const held = await tools.citizens.view(key);
  if (isComplete(held, tools)) return { view: held };
  const outcome = await lookUp(person, { key, asking, look: tools.look });
  switch (outcome.kind) {
    case 'held':
      return { view: outcome.view };
    case 'no-match':
      return { view: held };
    case 'unavailable':
      return { view: held, absent: { reason: 'source-unavailable', since: outcome.since }, silent: tools.lookupSystem };
  }
}

/** Whoever is held from other systems only is completed from the population database, if there is one to ask. */
function isComplete(held: CitizenView | undefined, { look, lookupSystem }: FindTools): held is CitizenView {
  return held !== undefined && (look === undefined || held.systems.includes(lookupSystem));
}

function lookUp(
  { personalNumber, fullName, birthDate }: NamedPerson,
  { key, asking, look }: { key: string; asking: Asking; look: LiveLookup | undefined },
): Promise<LookupOutcome> | LookupOutcome {
  if (look === undefined) return { kind: 'no-match' };
  const { purpose, caseCode, officer, requestId, deadline } = asking;
  const query: LookupQuery = {
    personalNumber,
    ...(fullName === undefined ? {} : { fullName }),
    ...(birthDate === undefined ? {} : { birthDate }),
    purpose,
    caseCode,
    ...(officer === undefined ? {} : { officer }),
  };
  return look({ key, query }, { deadline, requestId });
}
