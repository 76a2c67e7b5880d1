/** Life goes on by itself: events of all kinds at a chosen rate. */
import { weights } from '../lib/random.ts';
import { RequestError } from '../lib/reply.ts';
import type { EventInput } from './event-input.ts';
import { happen } from './life-events.ts';
import type { World } from './world.ts';

type Kind = Exclude<EventInput['type'], 'annulment' | 'insurance-enrolment'>;

const kinds = weights<Kind>([
  ['birth', 30],
  ['name-correction', 25],
  ['move', 20],
  ['marriage', 13],
  ['death', 12],
  ['health-visit', 25],
]);

/** Makes one event happen to somebody to whom it can happen; gives up after a few tries. */
export function somethingHappens(world: World): void {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const random = world.nextDraws();
    const personalNumber = world.registry.people.personalNumber(random.below(world.registry.people.size));
    try {
      const type = random.weighted(kinds);
      happen(
        world,
        type === 'health-visit' ? { type, personalNumber } : { type, personalNumber, syncPopulation: false },
      );
      return;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }
}

/** Starts events at a rate per minute (0: none); answers how to stop them. */
export function startSpontaneousEvents(world: World, perMinute: number): () => void {
  if (perMinute <= 0) return () => undefined;
  const tickMs = Math.max(50, 60_000 / perMinute);
  let due = 0;
  const timer = setInterval(() => {
    for (due += (perMinute * tickMs) / 60_000; due >= 1; due -= 1) somethingHappens(world);
  }, tickMs);
  return () => {
    clearInterval(timer);
  };
}
