/** What the table of precedence must be for its rules to mean what they say; asked at every start. */
import { citizenFieldNames, type CitizenField } from './canonical/citizen.ts';
import { precedence, rules, type Precedence, type PrecedenceTable, type Source } from './precedence-table.ts';

/**
 * Every contradiction of the table, for the start to refuse: a system that no mapping serves, a source that can never decide because a stronger one covers it or its list is empty, codes for a field that has no
 * precedence by code, a source that is not trusted before, or as strong as, one that is.
 */
export function checkPrecedence(systems: readonly string[], table: PrecedenceTable = precedence): string[] {
  const known = new Set(systems);
  return citizenFieldNames.flatMap((field) => checkField(field, table[field], known));
}

function checkField(field: CitizenField, groups: Precedence, systems: ReadonlySet<string>): string[] {
  return groups.flatMap((group, rank) =>
    group.flatMap((source, index) => {
      const stronger = [...groups.slice(0, rank).flat(), ...group.slice(0, index)];
      const place = { field, systems, stronger, noStronger: groups.slice(rank).flat() };
      return problemsOf(source, place).map((problem) => `${field}: ${source.rule}: ${problem}`);
    }),
  );
}

/** `stronger`: the sources told before this one; `noStronger`: those of its own group and of weaker ones. */
type Place = {
  field: CitizenField;
  systems: ReadonlySet<string>;
  stronger: readonly Source[];
  noStronger: readonly Source[];
};

function problemsOf(source: Source, { field, systems, stronger, noStronger }: Place): string[] {
  const checks: [boolean, string][] = [
    [systems.has(source.system), `no mapping for system ${source.system}`],
    [source.codes === undefined || field === 'maritalStatus', 'codes are for maritalStatus only'],
    [source.acts?.length !== 0 && source.codes?.length !== 0, 'an empty list never applies'],
    [!stronger.some((other) => hides(other, source)), 'covered by a stronger source'],
    [rules[source.rule].trusted || !noStronger.some(({ rule }) => rules[rule].trusted), 'not trusted, yet in the way of a source that is'], // prettier-ignore
  ];
  return checks.flatMap(([isRight, problem]) => (isRight ? [] : [problem]));
}

/** Whether all that `weaker` covers is covered by `stronger` already. */
function hides(stronger: Source, weaker: Source): boolean {
  if (stronger.system !== weaker.system || stronger.codes !== undefined) return false;
  const { acts } = stronger;
  return acts === undefined || (weaker.acts?.every((act) => acts.includes(act)) ?? false);
}
