/**
 * Notices brokers that answer and yet do not take what is written, as where too few in-sync replicas are left: what is
 * never given up would wait for them without a sign, and what is given up leaves none.
 */
import { HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';

export type StallWatch = {
  /** Notes that a send begins; what is answered is to be called when it has ended, however it did. */
  begin(): (isAcknowledged: boolean) => void;
  /** Notes that the brokers do not answer at all: whatever waited for them by now tells nothing of what they take. */
  noteSilence(): void;
  /** Throws `kafka-unavailable` while the oldest send has waited too long. The log is told when that begins and ends. */
  check(): void;
};

/** Longer than the election of a leader takes, so that a broker which is restarted makes nobody unready. */
const defaultStalledAfterMs = 10_000;
/** Nobody may send again while this says that it is of no use, so after this it is worth trying. */
const defaultForgottenAfterMs = 30_000;

/** What is refused at once says nothing of the brokers. */
const leastPartWaited = 1 / 2;

type Send = { at: number; isGivenUp: boolean };

/**
 * A watch over the sends of a process, by however many producers. One that was given up after a wait counts as waiting
 * on, until another is acknowledged or a while has passed.
 */
export function watchStalls(
  log: Log,
  stalledAfterMs = defaultStalledAfterMs,
  forgottenAfterMs = defaultForgottenAfterMs,
): StallWatch {
  // In the order in which they began, as a set keeps what was added.
  const begun = new Set<Send>();
  let silentAt = -Infinity;
  let isStalled = false;

  const forgetGivenUp = (beganBefore: number): void => {
    for (const send of begun) if (send.isGivenUp && send.at < beganBefore) begun.delete(send);
  };

  return {
    begin() {
      const send = { at: performance.now(), isGivenUp: false };
      begun.add(send);
      return (isAcknowledged) => {
        const hasWaited = performance.now() - send.at > stalledAfterMs * leastPartWaited;
        send.isGivenUp = !isAcknowledged && hasWaited && send.at > silentAt;
        if (!send.isGivenUp) begun.delete(send);
        if (isAcknowledged) forgetGivenUp(Infinity);
      };
    },
    noteSilence() {
      silentAt = performance.now();
      forgetGivenUp(Infinity);
    },
    check() {
      forgetGivenUp(performance.now() - forgottenAfterMs);
      const [oldest] = begun;
      const wasStalled = isStalled;
      isStalled = oldest !== undefined && performance.now() - oldest.at > stalledAfterMs;
      if (isStalled && !wasStalled) log('kafka.stalled');
      if (wasStalled && !isStalled) log('kafka.recovered');
      if (isStalled) throw new HubError('kafka-unavailable', 'waiting for acknowledgements');
    },
  };
}
