import type { Message } from '../kafka/consumer.ts';
import type { Ledger, LedgerEntry, Outcome } from '../store/ledger.ts';

/**
 * Counts each message of a batch once in the ledger, however often it is read: what an earlier run booked already is
 * left out. The books are read while the batch is worked on, and written when all of it is acknowledged.
 */
export function bookkeeping(ledger: Ledger, messages: readonly Message[]) {
  const partitions = new Map<string, { topic: string; partition: number }>();
  for (const { topic, partition } of messages) partitions.set(`${topic}/${partition}`, { topic, partition });
  const booked = ledger.through([...partitions.values()]);
  // Awaited below; a failure before that must not count as unhandled.
  booked.catch(() => undefined);

  return {
    async book(outcomes: ReadonlyMap<Message, Outcome>): Promise<void> {
      const through = await booked;
      const entries = new Map<string, LedgerEntry>();
      for (const message of messages) {
        const { topic, partition, offset } = message;
        const id = `${topic}/${partition}`;
        const from = through.get(id) ?? 0;
        if (offset < from) continue;
        const entry = entries.get(id) ?? { topic, partition, from, through: 0, applied: 0, superseded: 0, failed: 0 };
        entry.through = Math.max(entry.through, offset + 1);
        entry[outcomes.get(message) ?? 'failed'] += 1;
        entries.set(id, entry);
      }
      await ledger.book([...entries.values()]);
    },
  };
}
