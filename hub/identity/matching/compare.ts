/** Two people compared, field by field: which level each field reaches. What that weighs is the rules' business. */
import type { Relative } from '../../../mappings/canonical/citizen.ts';
import { nameKeys } from '../../../mappings/lib/names.ts';
import { compareAddresses, type PlacedAddress } from './compare-addresses.ts';
import { compareBirthDates } from './compare-dates.ts';
import { comparedName, compareNames } from './compare-names.ts';
import type { Features } from './contract.ts';
import { levels, numberFields, type ComparedField, type Comparison, type Level, type Reached } from './levels.ts';
import type { Terms } from './terms.ts';
import type { ComparableUnits } from './units.ts';

/** What values are compared against. */
export type Knowledge = { terms: Terms; units: ComparableUnits };

/** Every field of two people, in the order of `levels`. Who is compared to whom makes no difference. */
export function compare(one: Features, other: Features, { terms, units }: Knowledge): Comparison[] {
  const [here, there] = [one.others, other.others];
  const [mine, theirs] = [here.compared(), there.compared()];
  const parent = (a: Relative, b: Relative) => compareParents(a, b, terms);
  return [
    strongest('name', [here.names, there.names], (a, b) => compareNames(a, b, terms)),
    strongest('birthDate', [one.birthDates, other.birthDates], (a, b) => ({ level: compareBirthDates(a, b) })),
    compareSexes(one, other),
    strongest('address', [mine.addresses, theirs.addresses], (a, b) => comparePlaced(a, b, units)),
    strongest('father', [mine.fathers, theirs.fathers], parent),
    strongest('mother', [mine.mothers, theirs.mothers], parent),
    strongest('phone', [here.phones, there.phones], (a, b) => ({ level: a === b ? 'agree' : 'differ' })),
    ...numberFields.map((field) => compareNumbers(field, one, other)),
  ];
}

/** The strongest level that any two values reach; among equals the rarest words. */
function strongest<F extends ComparedField, V>(
  field: F,
  [mine, theirs]: readonly [readonly V[], readonly V[]],
  reach: (mine: V, theirs: V) => Reached<Level<F>> | undefined,
): Comparison {
  const order: readonly string[] = levels[field];
  let best: Reached | undefined;
  for (const one of mine) {
    for (const other of theirs) {
      const reached = reach(one, other);
      if (reached !== undefined && isStronger(reached, best, order)) best = reached;
    }
  }
  return { field, level: best?.level ?? 'missing', shared: best?.shared };
}

function isStronger(one: Reached, best: Reached | undefined, order: readonly string[]): boolean {
  if (best === undefined) return true;
  if (one.level === best.level) return (one.shared ?? 1) < (best.shared ?? 1);
  return order.indexOf(one.level) < order.indexOf(best.level);
}

function compareSexes({ sex: one }: Features, { sex: other }: Features): Comparison {
  const isMissing = one === undefined || other === undefined;
  const level = isMissing ? 'missing' : one === other ? 'agree' : 'contradict';
  return { field: 'sex', level, shared: undefined };
}

function comparePlaced(
  one: PlacedAddress,
  other: PlacedAddress,
  units: ComparableUnits,
): Reached<Level<'address'>> | undefined {
  const level = one.kind === other.kind ? compareAddresses(one.address, other.address, units) : undefined;
  return level === undefined ? undefined : { level };
}

/** What the name of a parent says, by how it compares as a name. */
const parentLevels: Readonly<Record<Level<'name'>, Level<'father'>>> = {
  exact: 'agree',
  tone: 'agree',
  plain: 'agree',
  reordered: 'agree',
  'part-missing': 'close',
  close: 'close',
  accents: 'contradict',
  like: 'contradict',
  contradict: 'contradict',
};

function compareParents(one: Relative, other: Relative, terms: Terms): Reached<Level<'father'>> | undefined {
  if (one.personalNumber !== undefined && other.personalNumber !== undefined) {
    return one.personalNumber === other.personalNumber ? { level: 'agree', shared: 0 } : { level: 'contradict' };
  }
  if (one.name === undefined || other.name === undefined) return undefined;
  return compareParentNames(one.name.text, other.name.text, terms);
}

function compareParentNames(one: string, other: string, terms: Terms): Reached<Level<'father'>> {
  const { level, shared = 1 } = compareNames(comparedName(nameKeys(one)), comparedName(nameKeys(other)), terms);
  const reached = parentLevels[level];
  return reached === 'contradict' ? { level: reached } : { level: reached, shared };
}

function compareNumbers(field: (typeof numberFields)[number], one: Features, other: Features): Comparison {
  const mine = one.numbers.filter((each) => each.field === field);
  const theirs = other.numbers.filter((each) => each.field === field);
  return strongest(field, [mine, theirs], (a, b) => ({ level: a.value === b.value ? 'agree' : 'differ' }));
}
