/** That a number replaced another: what stands in the way, and the act. */
import type { CitizenDocument, StoredIdentifier } from '../../store/citizens.ts';
import type { FiledAct } from '../acts.ts';
import { actsOn, parting, replacing } from './contradictions.ts';
import { filingsOf } from './filing.ts';
import { allOf, contradict, fault, named, type Asked, type Findings, type Proposal } from './findings.ts';
import { keysOf } from './held.ts';

/** `old` is a number the person has, or the one in use; the new one may be nobody's, or another person's. */
export function proposeReplaced(
  { old, replacement }: Asked<'number-replaced'>,
  findings: Findings,
): Proposal | undefined {
  const person = named(old, 'old', findings)?.person;
  if (person === undefined) return undefined;
  const former = numberOf(person, old.personalNumber);
  if (former === undefined) {
    findings.faults.push(fault('old', 'without-number', 'a person with this number in use'));
    return undefined;
  }
  const [key, by] = [former.node ?? person._id, findings.keyOf(replacement)];
  if (key === by) findings.faults.push(fault('replacement', 'same-person', 'another number than the one replaced'));
  const other = findings.held.personOf(by);
  noteContradictions({ person, key, by, other }, findings);
  const act = { kind: 'number-replaced', old: key, replacement: by } as const;
  const moves = other === undefined || other === person ? [] : allOf(other, person._id);
  return { filings: filingsOf({ node: key, act }), moves, personalNumber: replacement.personalNumber };
}

function numberOf({ identifiers }: CitizenDocument, number: string | undefined): StoredIdentifier | undefined {
  return number === undefined ? identifiers[0] : identifiers.find(({ value }) => value === number);
}

type Replaced = { person: CitizenDocument; key: string; by: string; other: CitizenDocument | undefined };

function noteContradictions({ person, key, by, other }: Replaced, findings: Findings): void {
  const acts = actsOn(other === undefined ? [person] : [person, other]);
  const others = new Set([by, ...(other === undefined ? [] : keysOf(other))]);
  const replacedBefore = replacing(acts, key);
  if (replacedBefore !== undefined) contradict('old', [replacedBefore.id], findings);
  contradict('replacement', [...leadingBack(acts, by, key), ...parting(acts, keysOf(person), others)], findings);
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
