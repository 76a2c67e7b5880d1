/** Somebody is enrolled with social insurance, or their record is changed or cancelled: a delivery of one line. */
import { RequestError } from '../lib/reply.ts';
import type { InputOf } from './event-input.ts';
import { deceased, refuse, subjectOf, type Happened, type World } from './world.ts';

/** Tells social insurance of somebody. Throws RequestError. */
export function enrolment(world: World, { personalNumber, phone, cancel }: InputOf<'insurance-enrolment'>): Happened {
  const { insurance } = world;
  if (insurance === undefined) throw new RequestError(422, 'There is no data folder to deliver into');
  const { index, person } = subjectOf(world, personalNumber);
  const isInsured = insurance.insures(index);
  refuse([
    !cancel && deceased(person),
    cancel && !isInsured && { path: 'personalNumber', code: 'not-insured', expected: 'somebody who is insured' },
  ]);
  const operation = isInsured ? (cancel ? 'cancel' : 'change') : 'new';
  const { recordNumber, bookNumber, version, isOld, delivery } = insurance.tell(index, operation, phone);
  return {
    system: 'social-insurance',
    type: 'insurance-enrolment',
    personalNumber,
    fullName: person.fullName,
    operation,
    recordNumber,
    bookNumber,
    version,
    isOld,
    delivery,
  };
}
