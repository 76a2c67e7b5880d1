/** A visit to a hospital, which changes the patient's record or makes one. */
import type { InputOf } from './event-input.ts';
import { deceased, refuse, subjectOf, type Happened, type World } from './world.ts';

/** Throws RequestError 422 where nobody plays the health system. What is in the journal happens again all the same. */
export function requireHealth({ health }: World): void {
  const expected = 'a sandbox that was started with SANDBOX_KAFKA_BROKERS';
  refuse([health.topic === undefined && { path: 'type', code: 'not-played', expected }]);
}

/** Tells the health system of a visit. Throws RequestError. */
export function healthVisit(world: World, input: InputOf<'health-visit'>): Happened {
  const { index, person } = subjectOf(world, input.personalNumber);
  refuse([deceased(person)]);
  const { patientCode, recordId, updatedAt } = world.health.visit(index, { phone: input.phone });
  return {
    system: 'health',
    type: 'health-visit',
    personalNumber: person.personalNumber,
    fullName: person.fullName,
    patientCode,
    recordId,
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
