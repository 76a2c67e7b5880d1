/** A store full of invented people, written by the store's own codec: each has two parents and a spouse in it. */
import type { Configuration } from '../../config/schema.ts';
import type { PersonKeys } from '../../hub/identity/keys.ts';
import { citizenStore, type CitizenDocument } from '../../hub/store/citizens.ts';
import { connectDatabase } from '../../hub/store/connect.ts';
import type { CitizenFields } from '../../mappings/canonical/citizen.ts';
import type { Slice } from '../../mappings/canonical/slices.ts';
import type { Act } from '../../mappings/contract.ts';
import { nameKeys } from '../../mappings/lib/names.ts';
import { mergeSlices } from '../../mappings/precedence.ts';
import { nameOf, numberOf } from './records.ts';

type Population = {
  /** Held from the population database, civil status and social insurance. */
  people: number;
  /** Numbered after them; not held from the population database. */
  strangers: number;
  personKeys: PersonKeys;
};

const batchSize = 1000;
const lanes = 3;

/** Fills an empty database. */
export async function loadPeople(
  settings: Configuration['mongodb'],
  { people, strangers, personKeys }: Population,
): Promise<void> {
  const database = await connectDatabase(settings);
  const store = citizenStore(database);
  const total = people + strangers;
  let next = 0;
  const fill = async (): Promise<void> => {
    while (next < total) {
      const [from, until] = [next, Math.min(next + batchSize, total)];
      next = until;
      const documents = Array.from({ length: until - from }, (_, index) =>
        documentOf(from + index, { isKnown: from + index < people, people, personKeys }),
      );
      await store.writeMany(documents.map((document) => ({ document, expected: undefined })));
    }
  };
  await Promise.all(Array.from({ length: lanes }, fill));
  await database.close();
}

function documentOf(
  n: number,
  { isKnown, people, personKeys }: { isKnown: boolean; people: number; personKeys: PersonKeys },
): CitizenDocument {
  const personalNumber = numberOf(n);
  const own: Slice[] = isKnown ? [sliceOf(n, 'population', 'state', registered(n, people))] : [];
  const slices = [
    ...own,
    sliceOf(n, 'civil-status', 'birth', born(n, people)),
    sliceOf(n, 'social-insurance', 'enrolment', insured(n)),
  ].map((slice) => ({ ...slice, revision: 1 }));
  return {
    _id: personKeys(personalNumber),
    etag: `bench-${n}`,
    revision: slices.length,
    identifiers: [{ scheme: 'personal-number', value: personalNumber }],
    slices,
    pending: [],
    updatedAt: new Date('2026-01-02T03:04:05.678Z'),
    merged: mergeSlices(slices),
    blocks: [3, 5, 7, 11].map((prime) => (n * prime) % 1_000_003),
    open: [],
  };
}

function sliceOf(n: number, system: string, act: Act, fields: CitizenFields): Slice {
  return {
    ...{
      system,
      act,
      type: act,
      sourceKey: `${system}-${n}`,
      sourceVersion: 1,
      operation: 'upsert',
      mappingVersion: 1,
    },
    ...{ asOf: '2026-01-02T03:04:05.678Z', receivedAt: '2026-01-02T03:04:06.789Z', recordId: `${system}-${act}-${n}` },
    fields,
  };
}

const vietnam = { scheme: 'iso-3166-1-alpha-2', code: 'VN' };
const address = (detail: string) => ({
  ...{ country: 'VN', province: '79', commune: '26740', detail, catalogue: 'since-2025-07' },
});
const named = (m: number) => ({
  name: { text: nameOf(m) },
  personalNumber: numberOf(m),
  nationality: vietnam,
});

/** Parents and spouse: men have even places, women odd ones. */
function family(n: number, people: number) {
  const even = n - (n % 2);
  const [father, mother] = [(even + 2) % people, (even + 3) % people];
  return { father, mother, spouse: n < people ? even + 1 - (n % 2) : even % people };
}

/** What every source says of the person. */
function common(n: number, people: number): CitizenFields {
  const { father, mother } = family(n, people);
  const text = nameOf(n);
  const personalNumber = numberOf(n);
  return {
    ...{ fullName: { text, keys: nameKeys(text) }, personalNumber, nationality: vietnam },
    birthDate: { year: Number(`20${personalNumber.slice(4, 6)}`), month: (n % 9) + 1, day: 10 + (n % 9) },
    sex: { scheme: 'sex', code: n % 2 === 0 ? 'male' : 'female' },
    ethnicity: { scheme: 'ethnic-2008', code: '01' },
    ...{ birthPlace: address('Số 1 Lê Lợi'), birthRegistrationPlace: address('UBND'), hometown: address('Ấp 2') },
    ...{ father: named(father), mother: named(mother) },
  };
}

const born = common;

function registered(n: number, people: number): CitizenFields {
  const { father, mother, spouse } = family(n, people);
  const text = `${nameOf(n)} Em`;
  const relationship = { scheme: 'population-relationship', code: '03' };
  return {
    ...common(n, people),
    otherName: { text, keys: nameKeys(text) },
    religion: { scheme: 'religion-qcvn109', code: '00' },
    bloodGroup: { scheme: 'abo', code: 'O' },
    oldIdentityNumber: String(n).padStart(9, '0'),
    identityCard: {
      ...{ number: numberOf(n), issuedBy: 'Cục CSQLHC về TTXH' },
      ...{ issuedOn: { year: 2021, month: 5, day: 4 }, expiresOn: { year: 2046, month: 5, day: 4 } },
    },
    spouse: named(spouse),
    maritalStatus: { scheme: 'marital-status', code: 'married' },
    permanentResidence: address(`Số ${n} Lê Lợi`),
    currentResidence: address(`Số ${n} Lê Lợi`),
    headOfHousehold: { ...named(father), relationship },
    householdMembers: [father, mother, spouse].map((m) => ({ ...named(m), relationship })),
  };
}

function insured(n: number): CitizenFields {
  const text = nameOf(n);
  return {
    ...{ fullName: { text, keys: nameKeys(text) }, personalNumber: numberOf(n) },
    ...{ socialInsuranceNumber: String(n).padStart(10, '0'), phone: `09${String(n).padStart(8, '0')}` },
  };
}
