/** Social insurance: its records, and the deliveries that tell of them. */
import type { People } from '../people/contract.ts';
import type { Registry } from '../people/registry.ts';
import type { Deliveries } from './deliveries.ts';
import { enrolledFirst, heldOf, isInsured } from './enrolments.ts';
import { lineOf, type Enrolment, type Operation } from './wire.ts';

/** An enrolment, and whose it truly is, which an old record does not say. */
export type Truth = Pick<Enrolment, 'recordNumber' | 'bookNumber'> & { personalNumber: string; isOld: boolean };

export type Insurance = {
  /** Whether somebody is insured now. */
  insures(index: number): boolean;
  /** Enrols somebody, changes their record or cancels it, and delivers that at once. */
  tell(
    index: number,
    operation: Operation,
    phone: string | undefined,
  ): Enrolment & { isOld: boolean; delivery: number };
  /** The records of some of the base population. */
  truths(from: number, to: number): Truth[];
  /** Leaves deliveries half-written, or completes them. */
  interrupt(isInterrupted: boolean): void;
};

type Told = Pick<Enrolment, 'version' | 'operation' | 'phone'>;

/** A line for everybody insured from the beginning. */
function* firstLines(people: People): Generator<string> {
  for (let index = 0; index < people.size; index += 1) {
    if (!isInsured(people, index)) continue;
    const held = heldOf(people, index, enrolledFirst(people, index));
    yield lineOf({ ...held, version: 1, operation: 'new', changedAt: held.since });
  }
}

/** Social insurance over a population; its first delivery, with everybody insured so far, is made at once. */
export function createInsurance(registry: Registry, deliveries: Deliveries, now: () => number): Insurance {
  const { people } = registry;
  const told = new Map<number, Told>();
  const isFirst = (index: number): boolean => index < people.size && isInsured(people, index);
  const insures = (index: number): boolean => {
    const last = told.get(index);
    return last === undefined ? isFirst(index) : last.operation !== 'cancel';
  };
  deliveries.deliver(firstLines(people));
  return {
    insures,
    tell: (index, operation, phone) => {
      const held = heldOf(people, index, registry.inCivilStatus(index));
      const before = told.get(index);
      const version = (before?.version ?? (isFirst(index) ? 1 : 0)) + 1;
      const telling = { version, operation, phone: phone ?? before?.phone ?? held.phone };
      told.set(index, telling);
      const enrolment = { ...held, ...telling, changedAt: now() };
      return { ...enrolment, delivery: deliveries.deliver([lineOf(enrolment)]) };
    },
    truths: (from, to) => {
      const truths: Truth[] = [];
      for (let index = from; index < Math.min(to, people.size); index += 1) {
        if (!insures(index)) continue;
        const { recordNumber, bookNumber, isOld } = heldOf(people, index, enrolledFirst(people, index));
        truths.push({ recordNumber, bookNumber, personalNumber: people.personalNumber(index), isOld });
      }
      return truths;
    },
    interrupt: (isInterrupted) => {
      deliveries.interrupt(isInterrupted);
    },
  };
}
