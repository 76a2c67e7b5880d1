/** From what an administrator asks to an act, or all that stands in its way. Pure, over the persons as they were read. */
import type { CitizenDocument } from '../../store/citizens.ts';
import { unitOf } from '../units.ts';
import { actsOn, joining, parting } from './contradictions.ts';
import type { ActRequest, DeskFault, Move, Subject } from './contract.ts';
import { filingsOf } from './filing.ts';
import {
  allOf,
  contradict,
  fault,
  named,
  recordsOf,
  type Asked,
  type Findings,
  type Party,
  type Proposal,
  type Tools,
} from './findings.ts';
import { keysOf } from './held.ts';
import { proposeReplaced } from './propose-replaced.ts';
import { proposeSplit } from './propose-split.ts';

export type Proposed = { ok: true; proposal: Proposal } | { ok: false; faults: DeskFault[] };

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

/** Of two keys under one person the one that is not the person's own parts from them. */
function leaving(person: CitizenDocument, first: string, second: string): Move[] {
  const key = second === person._id ? first : second;
  const records = recordsOf(person).filter((slice) => unitOf(slice, person) === key).length;
  return [{ from: person._id, to: key, records }];
}
