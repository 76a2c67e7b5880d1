/** Who somebody may be is looked for among however many there are, and a key that many share tells nobody apart. */
import assert from 'node:assert/strict';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { citizenStore, type Citizens } from '../../../hub/store/citizens.ts';
import type { OutMessage } from '../../../hub/kafka/producer.ts';
import type { Database } from '../../../hub/store/connect.ts';
import { openDatabase } from '../../support/database.ts';
import { cleanups } from '../../support/processes.ts';
import { keyOf } from './history.ts';
import { clinic, messagesOf, simpleMatcher, toRecord, type Draft } from './identities.ts';
import { normaliser, reviewsInMemory, work, type People } from './stage.ts';

/** Found by name and by year of birth; the same by card. */
const matcher: typeof simpleMatcher = {
  ...simpleMatcher,
  blocksOf: ({ names, birthDates }) => [
    ...names.map(({ text }) => Number(text.replace(/\D/g, ''))),
    ...birthDates.map(({ year }) => 1_000_000 + year),
  ],
  judge: (one, other) => {
    const isSame = one.numbers[0]?.value === other.numbers[0]?.value;
    return { band: isSame ? 'same' : 'new', score: isSame ? 20 : 0, rule: 'card', evidence: [] };
  },
};

type Person = { n: number; group: number; year?: number };

/** The nth person as a citizen with a number. */
const citizen = (person: Person): Draft => draft(person, { scheme: 'personal-number', value: numberOf(person.n) });
/** The same person, of whom a clinic does not know the number. */
const patient = (person: Person): Draft => draft(person, { scheme: 'source-person', value: `BN-${person.n}` });

const numberOf = (n: number): string => `0790900${String(n).padStart(5, '0')}`;

function draft({ n, group, year = 1990 }: Person, subject: Draft['subject']): Draft {
  const text = `Nhóm ${group}`;
  const isByNumber = subject.scheme === 'personal-number';
  return {
    ...{ system: 'clinic', sourceKey: `${subject.value}-1`, sourceVersion: 1, operation: 'upsert', subject },
    body: JSON.stringify({
      fullName: { text, keys: nameKeys(text) },
      birthDate: { year },
      oldIdentityNumber: String(200_000_000 + n),
      ...(isByNumber ? { number: subject.value } : {}),
    }),
  };
}

describe('partners', function () {
  this.timeout(240_000);
  const later = cleanups();
  let database: Database;

  before(async () => {
    database = await openDatabase(later);
  });

  /** Answers how many events there were of it. */
  async function tell(store: People, drafts: readonly Draft[], size = 500): Promise<number> {
    const published: OutMessage[] = [];
    const stage = normaliser(store, published, {
      mappings: new Map([['clinic', clinic]]),
      matcher,
      reviews: reviewsInMemory(),
    });
    await work(messagesOf(drafts.map(toRecord), 'records.clinic'), [size], stage);
    return published.length;
  }

  async function store(): Promise<Citizens> {
    await database.connection.collection('citizens').deleteMany({});
    return citizenStore(database);
  }

  /** Where the records of these patients stand, beside where they should. */
  async function leads(citizens: Citizens, people: readonly Person[]) {
    const keys = people.map(({ n }) => keyOf(`BN-${n}`, 'clinic'));
    const found = await citizens.readMany(keys);
    return {
      found: keys.map((key) => found.get(key)?.leadsTo),
      expected: people.map(({ n }) => keyOf(numberOf(n))),
    };
  }

  it('of all patients of a batch are found, also where together they are more than are read at once', async () => {
    const citizens = await store();
    const groups = Array.from({ length: 50 }, (_, index) => index + 1);
    const people = groups.flatMap((group) =>
      Array.from({ length: 60 }, (_, index): Person => ({ n: group * 100 + index, group, year: 1000 + group })),
    );
    await tell(citizens, people.map(citizen));
    const ill = people.filter(({ n }) => n % 100 === 59);
    await tell(citizens, ill.map(patient));
    const { found, expected } = await leads(citizens, ill);
    assert.deepEqual(found, expected);
  });

  it('are found by what they have of their own beside a key that thousands share', async () => {
    const citizens = await store();
    const people = Array.from({ length: 2500 }, (_, index): Person => ({ n: index, group: 3_000_000 + (index >> 1) }));
    await tell(citizens, people.map(citizen));
    const ill = people.slice(-20);
    await tell(citizens, ill.map(patient));
    const { found, expected } = await leads(citizens, ill);
    assert.deepEqual(found, expected);
  });

  it('are not read again and again under a key that was proven to be common', async () => {
    const citizens = await store();
    const people = Array.from({ length: 2200 }, (_, index): Person => ({ n: index, group: 3_000_000 + index }));
    await tell(citizens, people.map(citizen));
    let cutOff = 0;
    const readPartners: People['readPartners'] = async (hashes, limit) => {
      const found = await citizens.readPartners(hashes, limit);
      if (found.length === limit) cutOff += 1;
      return found;
    };
    await tell({ ...citizens, readPartners }, people.slice(-20).map(patient), 1);
    assert.equal(cutOff, 1);
  });

  it('are not found under a key that is common, whichever of the two comes last', async () => {
    const crowd = Array.from({ length: 120 }, (_, index): Person => ({ n: 1000 + index, group: 1, year: 1900 }));
    const one: Person = { n: 1, group: 1, year: 1950 };
    const [known, ill] = [citizen(one), patient({ ...one, year: 1951 })];
    for (const last of [
      [known, ill],
      [ill, known],
    ]) {
      const citizens = await store();
      await tell(citizens, crowd.map(citizen));
      // Joined and parted again, they would be told of more than once.
      for (const each of last) assert.equal(await tell(citizens, [each]), 1);
      assert.deepEqual((await leads(citizens, [one])).found, [undefined]);
    }
  });
});
