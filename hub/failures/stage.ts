import type { Message } from '../kafka/consumer.ts';
import type { Failures } from '../store/failures.ts';
import { readFailure } from './message.ts';

/** Makes the batch handler that moves failures from their topic to the store, each stored once. */
export function createFailureKeeper(failures: Failures) {
  return async (messages: readonly Message[]): Promise<void> => {
    await failures.add(messages.map(readFailure));
  };
}
