/** What stands behind an answer, in memory: policies, seals, the access record and the outcomes. */
import { createDisclosure } from '../../../../hub/prefill/disclosure.ts';
import { sealKeysOf } from '../../../../hub/prefill/keys.ts';
import { newSealKeys } from '../../../../hub/prefill/new-keys.ts';
import { createPolicies } from '../../../../hub/prefill/policies.ts';
import { sealSubjects } from '../../../../hub/prefill/pseudonyms.ts';
import { createSeals } from '../../../../hub/prefill/seals.ts';
import type { ApiDependencies } from '../../../../hub/http/dependencies.ts';
import type { Forms } from '../../../../hub/http/forms.ts';
import type { AccessDocument } from '../../../../hub/store/accesses.ts';
import type { OutcomeDocument } from '../../../../hub/store/outcomes.ts';

export const legalBasis = 'Law on Residence 68/2020/QH14';

const ordinary = {
  client: 'portal',
  ...{ purposes: ['TTHC'], forms: ['*'], people: ['*'], others: false, deceased: 'filled' as const, legalBasis },
};

export const prefillSettings: ApiDependencies['configuration']['prefill'] = {
  timeBudgetMs: 400,
  policies: [
    { ...ordinary, classes: ['basic'] },
    { ...ordinary, purposes: ['LIVING'], classes: ['basic'], deceased: 'refused' },
  ],
  seals: { issuer: 'urn:test:hub', validDays: 30 },
  agencyPattern: '^([^-]+)-',
};

/** What is on record, and what may be done to the recording. */
export type Memory = {
  accesses: AccessDocument[];
  outcomes: Map<string, OutcomeDocument>;
  /** Called before a record is kept; what it throws is what the store says. */
  onRecord: () => Promise<void> | void;
  /** The time of seals and records, epoch milliseconds. */
  now: () => number;
};

export function emptyMemory(): Memory {
  return { accesses: [], outcomes: new Map(), onRecord: () => undefined, now: Date.now };
}

/** The parts of the API's dependencies that are about proof. */
export function proofIn(memory: Memory, forms: Forms) {
  const now = (): number => memory.now();
  const keys = sealKeysOf(JSON.parse(newSealKeys()));
  const subjects = sealSubjects('a key of more than thirty-two characters');
  const seals = createSeals({ ...prefillSettings.seals, keys, subjects, now });
  const accesses = accessesIn(memory);
  return {
    policies: createPolicies(prefillSettings.policies, forms.ids),
    seals,
    disclosure: createDisclosure({ ...prefillSettings, accesses, seals, now, newId: () => crypto.randomUUID() }),
    accesses,
    outcomes: outcomesIn(memory),
    keysOfPerson: (key: string) => Promise.resolve([key]),
  };
}

function accessesIn(memory: Memory) {
  return {
    async add(record: AccessDocument) {
      await memory.onRecord();
      memory.accesses.push(record);
    },
    get: (id: string) => Promise.resolve(memory.accesses.find(({ _id }) => _id === id)),
    list: ({ persons, limit }: { persons: readonly string[]; limit: number }) =>
      Promise.resolve(
        memory.accesses.filter((each) => each.persons.some((key) => persons.includes(key))).slice(0, limit),
      ),
    count: () => Promise.resolve([]),
  };
}

function outcomesIn({ outcomes }: Memory): ApiDependencies['outcomes'] {
  return {
    add(outcome) {
      const standing = outcomes.get(outcome._id);
      if (standing === undefined) outcomes.set(outcome._id, outcome);
      return Promise.resolve(standing);
    },
    sums: () => Promise.resolve([]),
    failures: () => Promise.resolve([]),
  };
}
