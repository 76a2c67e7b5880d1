/** What the identity routes answer in common. */
import type { ActResult, DecideResult } from '../identity/desk/contract.ts';
import type { StoredIdentifier } from '../store/citizens.ts';
import type { Answer } from './operation.ts';
import { ProblemError } from './problems.ts';

/** A number in use or a former one. */
export function numberBody({ value: number, until, supersededBy: replacedBy }: StoredIdentifier) {
  return {
    number,
    ...(until === undefined ? {} : { until }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

/** The answer to whoever asked for an act. */
export function filedAnswer(result: DecideResult | ActResult): Answer {
  switch (result.outcome) {
    case 'filed': {
      const { id, kind, people, moves } = result;
      return { status: 202, body: { id, kind, people, moves } };
    }
    case 'refused': {
      const { faults } = result;
      const isContradiction = faults.every(({ code }) => code === 'contradicts-act' || code === 'already-decided');
      throw new ProblemError(isContradiction ? 'act-contradicts' : 'act-refused', { errors: faults });
    }
    case 'not-found':
      throw new ProblemError('unknown-review');
    case 'not-open':
      throw new ProblemError('already-decided');
  }
}
