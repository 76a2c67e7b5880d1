/** Makes life events happen in the system they belong to: moves in the population database, most in civil status. */
import { correctedName, surnameOf } from '../people/names.ts';
import { addressAt, addressDetail } from '../people/places.ts';
import { isoDate, type Person } from '../people/person.ts';
import { annul } from './annulment.ts';
import { birth } from './birth.ts';
import { enrolment } from './enrolment.ts';
import type { EventInput, InputOf } from './event-input.ts';
import { healthVisit, requireHealth } from './health-visit.ts';
import { marriage } from './marriage.ts';
import {
  actAnswer,
  addressOf,
  asRelative,
  dayOf,
  deceased,
  record,
  refuse,
  spouseOf,
  subjectOf,
  type Happened,
  type World,
} from './world.ts';

/** Makes one life event happen, keeps it, and answers what happened. Throws RequestError if it cannot have happened. */
export function happen(world: World, event: EventInput): Happened {
  if (event.type === 'health-visit') requireHealth(world);
  const [at, drawn] = [world.clock.now(), world.drawn];
  const happened = world.clock.standing(at, () => dispatch(world, event));
  world.journal.happened({ at, drawn, event });
  return happened;
}

/** Appends a bulk of acts to the feed and keeps that. */
export function happenInBulk(world: World, bulk: { count: number; seed: number }) {
  const [at, drawn] = [world.clock.now(), world.drawn];
  const range = world.clock.standing(at, () => world.feed.appendBulk(bulk.count, bulk.seed));
  world.journal.happened({ at, drawn, bulk });
  return range;
}

/** Lets everything the journal holds happen again, at its own times. */
export function replay(world: World): void {
  for (const happening of world.journal.happenings()) {
    world.drawn = happening.drawn;
    world.clock.standing(happening.at, () => {
      if ('event' in happening) dispatch(world, happening.event);
      else world.feed.appendBulk(happening.bulk.count, happening.bulk.seed);
    });
  }
}

function dispatch(world: World, input: EventInput): Happened {
  if (input.type === 'insurance-enrolment') return enrolment(world, input);
  if (input.type === 'health-visit') return healthVisit(world, input);
  return registered(world, input);
}

/** What happens in civil status or the population database. */
function registered(
  world: World,
  input: Exclude<EventInput, { type: 'insurance-enrolment' | 'health-visit' }>,
): Happened {
  switch (input.type) {
    case 'birth':
      return birth(world, input);
    case 'marriage':
      return marriage(world, input);
    case 'death':
      return death(world, input);
    case 'name-correction':
      return nameCorrection(world, input);
    case 'move':
      return move(world, input);
    case 'annulment':
      return annul(world, input);
  }
}

function death(world: World, input: InputOf<'death'>): Happened {
  const { index, person } = subjectOf(world, input.personalNumber);
  refuse([deceased(person)]);
  const deathDate = dayOf(world, input.date, person.birthDate);
  const date = isoDate(deathDate);
  const entries = world.feed.append([{ person, content: { type: 'death', date } }]);
  record(world, index, { deathDate }, input.syncPopulation);
  const spouse = spouseOf(world, person);
  const widowed = { maritalStatus: '3', spouse: undefined } as const;
  if (spouse !== undefined) record(world, spouse.index, widowed, input.syncPopulation);
  return { ...actAnswer(entries, person), date };
}

function nameCorrection(world: World, input: InputOf<'name-correction'>): Happened {
  const { index, person } = subjectOf(world, input.personalNumber);
  const oldName = person.fullName;
  const date = isoDate(dayOf(world, input.date, person.birthDate));
  const newName = input.fullName ?? plausibleName(world, person);
  refuse([
    newName === oldName && { path: 'fullName', code: 'unchanged', expected: 'another name than the present one' },
  ]);
  const corrected = { ...person, fullName: newName };
  const entries = world.feed.append([
    { person: corrected, content: { type: 'name-correction', oldName, newName, date } },
  ]);
  record(world, index, { fullName: newName }, input.syncPopulation);
  return { ...actAnswer(entries, corrected), oldName, date };
}

function plausibleName(world: World, person: Person): string {
  const facts = {
    surname: surnameOf(person.fullName, person.ethnicity),
    sex: person.sex,
    birthYear: person.birthDate.year,
    ethnicity: person.ethnicity,
  };
  return correctedName(person.fullName, facts, world.nextDraws().below(1_000_000_000));
}

/** The population database hears of a move itself: permanent and current residence change together. */
function move(world: World, input: InputOf<'move'>): Happened {
  const { index, person } = subjectOf(world, input.personalNumber);
  const row = world.registry.inPopulation(index);
  refuse([
    deceased(person),
    row === undefined && { path: 'personalNumber', code: 'not-in-population', expected: 'somebody the database holds' },
  ]);
  const date = isoDate(dayOf(world, input.date, person.birthDate));
  const address = input.address === undefined ? somewhere(world) : addressOf(world, input.address);
  world.registry.changePopulation(index, { residence: address, currentResidence: address }, world.clock.now());
  const updatedAt = world.registry.inPopulation(index)?.updatedAt ?? world.clock.now();
  const { name, personalNumber } = asRelative(row ?? person);
  return {
    system: 'population',
    type: 'move',
    personalNumber: personalNumber ?? input.personalNumber,
    fullName: name,
    date,
    address,
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function somewhere(world: World) {
  const random = world.nextDraws();
  const place = random.pick(world.registry.people.places.home);
  return addressAt(place, addressDetail(place.urban, random), 'new');
}
