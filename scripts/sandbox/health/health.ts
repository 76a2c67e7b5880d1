/**
 * The health system: a share of the people are patients with a record each, and a visit to a hospital changes it or makes
 * one. Every change is one message, in one order: the records there are at the beginning, then what happened since.
 */
import { permutation } from '../lib/permutation.ts';
import { draws, hash32, type Draws } from '../lib/random.ts';
import { baseEnd } from '../people/people.ts';
import { civilDate, isoDate, yearsBetween, type Person } from '../people/person.ts';
import type { Registry } from '../people/registry.ts';
import type { WriteAddress } from '../people/unit-names.ts';
import { bloodGroup, ethnicNames, sexCode, spelt, written, type HealthRecord } from './wire.ts';

/** One in so many is a patient at the beginning. */
const patientsEvery = 8;
const allergies = [[], [], [], ['Penicillin'], ['Aspirin'], ['Hải sản']] as const;

export type HealthMessage = { key: string; value: string };
export type Visit = { patientCode: string; recordId: string; updatedAt: number };

export type Health = {
  /** How many messages there are. */
  count(): number;
  /** The message at a place, 0 the first. */
  message(place: number): HealthMessage;
  /** Changes the record of the person at an index, or makes one. */
  visit(index: number, change: { phone?: string | undefined }): Visit;
  /** Where the messages are written to; not played while undefined. */
  topic: string | undefined;
  /** Told of every new message. */
  onMessage: () => void;
};

type Parts = { registry: Registry; writeAddress: WriteAddress; now: () => number };

/** The health system over a population; nothing is written anywhere until it has a topic. */
export function createHealth({ registry, writeAddress, now }: Parts): Health {
  const { people } = registry;
  const codes = permutation(10_000_000, 1_618_033, hash32(people.seed, 0, 904));
  const patients = Array.from({ length: people.size }, (_none, index) => index).filter(
    (index) => hash32(people.seed, index, 71) % patientsEvery === 0,
  );
  const since: HealthMessage[] = [];
  const state = new Map<number, { phone: string | undefined; updatedAt: number }>();

  const codeOf = (index: number) => String(codes.forward(index)).padStart(7, '0');
  const beganAt = (index: number) => baseEnd + (hash32(people.seed, index, 72) % 90) * 86_400_000;
  const messageOf = (index: number, person: Person, at: { updatedAt: number; phone: string | undefined }) => {
    const [patientCode, recordId] = [`BN${codeOf(index)}`, `HSBA-${codeOf(index)}`];
    const facts = { person, seed: hash32(people.seed, index, 73), insurance: people.numbers.insurance(index) };
    const record = { maHoSo: recordId, maBenhNhan: patientCode, ...recordOf(facts, at, writeAddress) };
    return { key: `${patientCode}/${recordId}`, value: JSON.stringify(record) };
  };
  const health: Health = {
    count: () => patients.length + since.length,
    message: (place) => {
      const index = patients[place];
      if (index === undefined) return since[place - patients.length] ?? { key: '', value: '' };
      return messageOf(index, people.person(index), { updatedAt: beganAt(index), phone: undefined });
    },
    visit: (index, { phone }) => {
      const before = state.get(index) ?? { phone: undefined, updatedAt: beganAt(index) };
      const after = { phone: phone ?? before.phone, updatedAt: Math.max(now(), before.updatedAt + 1) };
      state.set(index, after);
      since.push(messageOf(index, registry.inCivilStatus(index), after));
      health.onMessage();
      return { patientCode: `BN${codeOf(index)}`, recordId: `HSBA-${codeOf(index)}`, updatedAt: after.updatedAt };
    },
    topic: undefined,
    onMessage: () => undefined,
  };
  return health;
}

type Facts = { person: Person; seed: number; insurance: string };

/** What a record says beside its ids. How it is written depends on the patient alone, so it stays the same. */
function recordOf(
  { person, seed, insurance }: Facts,
  { updatedAt, phone }: { updatedAt: number; phone: string | undefined },
  writeAddress: WriteAddress,
): Omit<HealthRecord, 'maHoSo' | 'maBenhNhan'> {
  const random = draws(seed);
  const hasNumber = random.chance(0.85);
  const { birthDate, deathDate } = person;
  const isChild = yearsBetween(birthDate, civilDate(updatedAt)) < 6;
  return {
    capNhatLuc: new Date(updatedAt).toISOString(),
    soDinhDanh: hasNumber ? person.personalNumber : undefined,
    ...insuranceOf(insurance, isChild ? 'TE1' : 'GD4', random),
    hoTen: spelt(person.fullName, random),
    ngaySinh: written(birthDate, random),
    gioiTinh: sexCode(person.sex, random),
    danToc: ethnicNames[person.ethnicity],
    nhomMau: bloodGroup(person.bloodGroup, random),
    diaChi: random.chance(0.8) ? writeAddress(person.currentResidence) : undefined,
    diUng: [...random.pick(allergies)],
    dienThoai: phone ?? `09${String(random.below(100_000_000)).padStart(8, '0')}`,
    daTuVong: deathDate !== undefined,
    ngayTuVong: deathDate && isoDate(deathDate),
  };
}

function insuranceOf(number: string, group: string, random: Draws): Pick<HealthRecord, 'soTheBHYT' | 'maSoBHXH'> {
  const [isInsured, isKnown] = [random.chance(0.9), random.chance(0.6)];
  return {
    soTheBHYT: isInsured ? `${group}79${number}` : undefined,
    maSoBHXH: isInsured && isKnown ? number : undefined,
  };
}
