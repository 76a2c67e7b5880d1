/**
 * Notices brokers that answer and yet do not take what is written, as where too few in-sync replicas are left: what is
 * never given up would wait for them without a sign.
 */
import { HubError } from '../errors.ts';
import type { Log } from '../observability/log.ts';

export type StallWatch = {
  /** Notes that a send begins; what is answered is to be called when it has ended, however it did. */
  begin(): () => void;
  /** Throws `kafka-unavailable` while the oldest send has waited too long. The log is told when that begins and ends. */
  check(): void;
};

/** A watch over the sends of one producer. */
export function watchStalls(log: Log, stalledAfterMs: number): StallWatch {
  // In the order in which they began, as a set keeps what was added.
  const begun = new Set<{ at: number }>();
  let isStalled = false;

  return {
    begin() {
      const send = { at: performance.now() };
      begun.add(send);
      return () => begun.delete(send);
    },
    check() {
      const [oldest] = begun;
      const wasStalled = isStalled;
      isStalled = oldest !== undefined && performance.now() - oldest.at > stalledAfterMs;
      if (isStalled && !wasStalled) log('kafka.stalled');
      if (wasStalled && !isStalled) log('kafka.recovered');
      if (isStalled) throw new HubError('kafka-unavailable', 'waiting for acknowledgements');
    },
  };
}
