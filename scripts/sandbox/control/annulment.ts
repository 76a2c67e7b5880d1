/** An annulment takes an act back for everybody it concerned. */
import type { ActContent, Entry } from '../civil-status/wire.ts';
import { isoDate, type Person } from '../people/person.ts';
import type { Change } from '../people/registry.ts';
import type { InputOf } from './event-input.ts';
import {
  actAnswer,
  asRelative,
  dayOf,
  record,
  refuse,
  spouseOf,
  subjectOf,
  type Happened,
  type World,
} from './world.ts';

/** Annuls an act by its id. Throws RequestError. */
export function annul(world: World, input: InputOf<'annulment'>): Happened {
  const concerned = world.feed.find(input.eventId);
  check(world, input, concerned);
  const date = isoDate(dayOf(world, input.date));
  const reason = input.reason ?? 'Đăng ký không đúng quy định';
  const content: ActContent = { type: 'annulment', eventId: input.eventId, reason };
  const after = concerned.map((entry) => {
    const index = world.registry.indexOf(entry.person.personalNumber);
    if (index === undefined) return { person: entry.person, content };
    takeBack(world, index, { entry, syncPopulation: input.syncPopulation });
    return { person: world.registry.inCivilStatus(index), content };
  });
  const entries = world.feed.append(after);
  world.annulled.add(input.eventId);
  const own = entries.find(({ person }) => person.personalNumber === input.personalNumber);
  const fullName = own?.person.fullName ?? '';
  return {
    ...actAnswer(entries, { personalNumber: input.personalNumber, fullName }),
    annulledEventId: input.eventId,
    date,
  };
}

function check(world: World, input: InputOf<'annulment'>, concerned: readonly Entry[]): void {
  const own = concerned.find(({ person }) => person.personalNumber === input.personalNumber);
  // The newborn of bulks are known to the feed only.
  if (own === undefined) subjectOf(world, input.personalNumber);
  const path = 'eventId';
  refuse([
    own === undefined && { path, code: 'unknown-act', expected: 'the id of an act about this person' },
    own?.content.type === 'annulment' && { path, code: 'is-annulment', expected: 'an act, not an annulment' },
    world.annulled.has(input.eventId) && { path, code: 'annulled-before', expected: 'an act that still stands' },
  ]);
}

function takeBack(world: World, index: number, act: { entry: Entry; syncPopulation: boolean }): void {
  const person = world.registry.inCivilStatus(index);
  const { content } = act.entry;
  record(world, index, changeBack(person, content), act.syncPopulation);
  const spouse = content.type === 'death' ? spouseOf(world, person) : undefined;
  const married = { maritalStatus: '2', spouse: asRelative(person) } as const;
  if (spouse !== undefined) record(world, spouse.index, married, act.syncPopulation);
}

function changeBack(person: Person, content: ActContent): Change {
  if (content.type === 'death') return { deathDate: undefined };
  if (content.type === 'marriage') return { maritalStatus: '1', spouse: undefined };
  if (content.type === 'name-correction' && person.fullName === content.newName) return { fullName: content.oldName };
  return {};
}
