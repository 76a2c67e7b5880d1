/** From what an administrator asks to an act, or all that stands in its way. Pure, over the persons as they were read. */
import type { CitizenDocument, StoredSlice } from '../../store/citizens.ts';
import type { FiledAct } from '../acts.ts';
import { nodeOf, unitOf } from '../units.ts';
import { actsOn, joining, parting, replacing } from './contradictions.ts';
import { deskFaultCodes, type ActRequest, type DeskFault, type Move, type Subject } from './contract.ts';
import { filingsOf, type Filing } from './filing.ts';
import { keysOf, type Held } from './held.ts';

export type Tools = {
  held: Held;
  keyOf: (subject: Subject) => string;
  /** The key of somebody the hub does not know yet. */
  newPerson: string;
};

/** `personalNumber`: the number that replaced another. */
export type Proposal = { filings: [Filing, Filing]; moves: Move[]; personalNumber?: string };

export type Proposed = { ok: true; proposal: Proposal } | { ok: false; faults: DeskFault[] };

/** Somebody an act is about: the key it names, and who stands under it. */
type Party = { key: string; person: CitizenDocument };

type Findings = Tools & { faults: DeskFault[] };

type Asked<Kind extends ActRequest['kind']> = Extract<ActRequest, { kind: Kind }>;

/** The act that does what is asked. */
export function propose(request: ActRequest, tools: Tools): Proposed {
  return found(tools, (findings) => {
    switch (request.kind) {
      case 'same':
        return proposeSame(request, findings);
      case 'distinct':
        return proposeDistinct(request, findings);
      case 'number-replaced':
        return proposeReplaced(request, findings);
      case 'split':
        return proposeSplit(request, findings);
    }
  });
}

/** The act that answers a question, about the very keys it asks about. */
export function proposeAnswer(
  {
    nodes,
    status,
    survivor,
  }: { nodes: readonly [string, string]; status: 'same' | 'distinct'; survivor?: Subject | undefined },
  tools: Tools,
): Proposed {
  return found(tools, (findings) => {
    const [first, second] = nodes.map((person, index) => named({ person }, `people[${index}]`, findings));
    const chosen = survivor === undefined ? undefined : named(survivor, 'survivor', findings)?.person;
    if (first === undefined || second === undefined) return undefined;
    return status === 'same' ? sameOf([first, second], chosen, findings) : distinctOf([first, second], findings);
  });
}

/** Everybody a request names. */
export function subjectsIn(request: ActRequest): Subject[] {
  switch (request.kind) {
    case 'same':
      return [...request.people, ...(request.survivor === undefined ? [] : [request.survivor])];
    case 'distinct':
      return [...request.people];
    case 'number-replaced':
      return [request.old, request.replacement];
    case 'split':
      return [request.from, ...(request.into.new === true ? [] : [request.into])];
  }
}

function found(tools: Tools, find: (findings: Findings) => Proposal | undefined): Proposed {
  const faults: DeskFault[] = [];
  const proposal = find({ ...tools, faults });
  return proposal === undefined || faults.length > 0 ? { ok: false, faults } : { ok: true, proposal };
}

function named(subject: Subject, path: string, { held, keyOf, faults }: Findings): Party | undefined {
  const key = keyOf(subject);
  const person = held.personOf(key);
  if (person !== undefined) return { key, person };
  faults.push(fault(path, 'unknown-person', 'somebody the hub holds'));
  return undefined;
}

function fault(path: string, code: DeskFault['code'], expected: string = deskFaultCodes[code]): DeskFault {
  return { path, code, expected };
}

/** What has to be annulled before. */
function contradict(path: string, acts: readonly string[], { faults }: Findings): void {
  faults.push(...acts.map((id) => fault(path, 'contradicts-act', `act ${id} to be annulled first`)));
}

/** Two persons as they stand: named by the keys they are known by, so that the survivor is the one the act says. */
function proposeSame({ people: [one, other], survivor }: Asked<'same'>, findings: Findings): Proposal | undefined {
  const [first, second] = [named(one, 'people[0]', findings), named(other, 'people[1]', findings)];
  const chosen = survivor === undefined ? undefined : named(survivor, 'survivor', findings)?.person;
  if (first === undefined || second === undefined) return undefined;
  const known = ({ person }: Party): Party => ({ key: person._id, person });
  return sameOf([known(first), known(second)], chosen, findings);
}

function sameOf(
  [first, second]: readonly [Party, Party],
  chosen: CitizenDocument | undefined,
  findings: Findings,
): Proposal | undefined {
  if (first.person === second.person) {
    findings.faults.push(fault('people[1]', 'same-person', 'somebody else than the first'));
    return undefined;
  }
  const people = [first.person, second.person] as const;
  contradict('people', parting(actsOn(people), keysOf(first.person), keysOf(second.person)), findings);
  const kept = survivorOf(people, chosen, findings);
  const [stays, goes] = kept === first.person ? [first, second] : [second, first];
  const act = { kind: 'same', other: second.key, survivor: stays.key } as const;
  return { filings: filingsOf({ node: first.key, act }), moves: allOf(goes.person, stays.person._id) };
}

/** Of two persons the one whose key stays: who is chosen, else who has a number, else the first. */
function survivorOf(
  [first, second]: readonly [CitizenDocument, CitizenDocument],
  chosen: CitizenDocument | undefined,
  { faults }: Findings,
): CitizenDocument {
  const [numbered, ...others] = [first, second].filter(({ identifiers }) => identifiers.length > 0);
  const byNumber = others.length === 0 ? numbered : undefined;
  if (chosen === undefined) return byNumber ?? first;
  if (chosen !== first && chosen !== second) faults.push(fault('survivor', 'not-among-people', 'one of the two'));
  else if (byNumber !== undefined && chosen !== byNumber) faults.push(fault('survivor', 'survivor-without-number'));
  return chosen;
}

/** The keys as they are named: the two may stand under one person at present, by a judgement or a number stated. */
function proposeDistinct({ people: [one, other] }: Asked<'distinct'>, findings: Findings): Proposal | undefined {
  const [first, second] = [named(one, 'people[0]', findings), named(other, 'people[1]', findings)];
  return first === undefined || second === undefined ? undefined : distinctOf([first, second], findings);
}

function distinctOf([first, second]: readonly [Party, Party], findings: Findings): Proposal | undefined {
  const { faults } = findings;
  if (first.key === second.key) {
    faults.push(fault('people[1]', 'same-person', 'another key than the first'));
    return undefined;
  }
  const acts = actsOn([first.person, second.person]);
  contradict('people', joining(acts, first.key, second.key), findings);
  for (const id of parting(acts, new Set([first.key]), new Set([second.key]))) {
    faults.push(fault('people', 'already-decided', `two whom act ${id} does not part already`));
  }
  const filings = filingsOf({ node: first.key, act: { kind: 'distinct', other: second.key } });
  return { filings, moves: first.person === second.person ? leaving(first.person, first.key, second.key) : [] };
}

function proposeReplaced({ old, replacement }: Asked<'number-replaced'>, findings: Findings): Proposal | undefined {
  const { faults, held, keyOf } = findings;
  const person = named(old, 'old', findings)?.person;
  if (person === undefined) return undefined;
  const { personalNumber } = old;
  const { identifiers } = person;
  const former =
    personalNumber === undefined ? identifiers[0] : identifiers.find(({ value }) => value === personalNumber);
  if (former === undefined) {
    faults.push(fault('old', 'without-number', 'a person with this number in use'));
    return undefined;
  }
  const [key, by] = [former.node ?? person._id, keyOf(replacement)];
  if (key === by) faults.push(fault('replacement', 'same-person', 'another number than the one replaced'));
  const other = held.personOf(by);
  const acts = actsOn(other === undefined ? [person] : [person, other]);
  const others = new Set([by, ...(other === undefined ? [] : keysOf(other))]);
  contradict('old', [replacing(acts, key)?.id ?? []].flat(), findings);
  contradict('replacement', [...leadingBack(acts, by, key), ...parting(acts, keysOf(person), others)], findings);
  const act = { kind: 'number-replaced', old: key, replacement: by } as const;
  const moves = other === undefined || other === person ? [] : allOf(other, person._id);
  return { filings: filingsOf({ node: key, act }), moves, personalNumber: replacement.personalNumber };
}

/** The act with which a chain of replacements already leads from one number to another. */
function leadingBack(acts: readonly FiledAct[], from: string, to: string): string[] {
  let next = replacing(acts, from);
  for (let steps = 0; next !== undefined && steps < acts.length; steps += 1) {
    if (next.by === to) return [next.id];
    next = replacing(acts, next.by);
  }
  return [];
}

function proposeSplit(request: Asked<'split'>, findings: Findings): Proposal | undefined {
  const { from, records, into } = request;
  const person = named(from, 'from', findings)?.person;
  const isNew = into.new === true;
  const target = isNew ? undefined : named(into, 'into', findings)?.person;
  const key = isNew ? findings.newPerson : target?._id;
  const node = person === undefined ? undefined : keyOfRecords(person, records, findings);
  if (person === undefined || node === undefined || key === undefined) return undefined;
  if (target === person)
    findings.faults.push(fault('into', 'same-person', 'somebody else than the one they are split from'));
  const acts = actsOn(target === undefined ? [person] : [person, target]);
  const isBack = key === node;
  contradict('into', isBack ? splitting(acts, request) : joining(acts, node, key), findings);
  const moves = [{ from: person._id, to: key, records: records.length }];
  return { filings: filingsOf({ node, act: { kind: 'split', from: node, records, into: key } }), moves };
}

/** Of two keys under one person the one that is not the person's own parts from them. */
function leaving(person: CitizenDocument, first: string, second: string): Move[] {
  const key = second === person._id ? first : second;
  const records = recordsOf(person).filter((slice) => unitOf(slice, person) === key).length;
  return [{ from: person._id, to: key, records }];
}

function recordsOf({ slices }: CitizenDocument): StoredSlice[] {
  return slices.filter(({ identity }) => identity === undefined);
}

/** Everything that is said of a person goes to another. */
function allOf(person: CitizenDocument, to: string): Move[] {
  return [{ from: person._id, to, records: recordsOf(person).length }];
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
