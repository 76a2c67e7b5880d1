/** That some records are about somebody else: what stands in the way, and the act. */
import type { CitizenDocument } from '../../store/citizens.ts';
import type { FiledAct } from '../acts.ts';
import { nodeOf } from '../units.ts';
import { actsOn, joining } from './contradictions.ts';
import { filingsOf } from './filing.ts';
import { contradict, fault, named, recordsOf, type Asked, type Findings, type Proposal } from './findings.ts';

/** The records are of one key; whoever they are about then is another person, or somebody new. */
export function proposeSplit(request: Asked<'split'>, findings: Findings): Proposal | undefined {
  const { from, records } = request;
  const person = named(from, 'from', findings)?.person;
  const target = targetOf(request, findings);
  const node = person === undefined ? undefined : keyOfRecords(person, records, findings);
  if (person === undefined || node === undefined || target === undefined) return undefined;
  if (target.people.includes(person)) {
    findings.faults.push(fault('into', 'same-person', 'somebody else than the one they are split from'));
  }
  const { key } = target;
  const acts = actsOn([person, ...target.people]);
  contradict('into', key === node ? splitting(acts, request) : joining(acts, node, key), findings);
  const moves = [{ from: person._id, to: key, records: records.length }];
  // Without the person a judgement would take them back at once: they look like whoever they were taken for.
  const act = { kind: 'split', from: node, records, into: key, person: person._id } as const;
  return { filings: filingsOf({ node, act }), moves };
}

/** `people`: who stands there, if anybody does yet. */
type Target = { key: string; people: CitizenDocument[] };

function targetOf({ into }: Asked<'split'>, findings: Findings): Target | undefined {
  if (into.new === true) return { key: findings.newPerson, people: [] };
  const person = named(into, 'into', findings)?.person;
  return person === undefined ? undefined : { key: person._id, people: [person] };
}

/** The key under which these records of a person came. */
function keyOfRecords(
  person: CitizenDocument,
  records: Asked<'split'>['records'],
  { faults }: Findings,
): string | undefined {
  const keys = records.map(({ system, sourceKey }, index) => {
    const slice = recordsOf(person).find((each) => each.system === system && each.sourceKey === sourceKey);
    if (slice === undefined) faults.push(fault(`records[${index}]`, 'record-not-held', 'a record of this person'));
    return slice === undefined ? undefined : nodeOf(slice, person);
  });
  const [key, ...others] = new Set(keys.filter((each) => each !== undefined));
  if (others.length > 0) faults.push(fault('records', 'records-of-several-keys', 'records that came under one key'));
  return key;
}

/** The acts that split these records off from the key they came under. */
function splitting(acts: readonly FiledAct[], { records }: Asked<'split'>): string[] {
  const isAsked = (one: { system: string; sourceKey: string }): boolean =>
    records.some(({ system, sourceKey }) => system === one.system && sourceKey === one.sourceKey);
  return acts.flatMap(({ id, act }) => (act.kind === 'split' && act.records.some(isAsked) ? [id] : []));
}
