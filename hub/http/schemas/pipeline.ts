import { z } from 'zod';
import { time } from './texts.ts';

const count = (description: string) => z.int().meta({ description });

const books = {
  received: count('Messages on the topic so far; null if Kafka was not asked.').nullable(),
  applied: count('Records that changed a citizen or were found to be applied already.'),
  superseded: count('Records recognised as older than what is held.'),
  failed: count('Records in the failure store.'),
  lag: count('Received and not yet booked; null if Kafka was not asked.').nullable(),
};

export const pipelineSchema = z
  .object({
    topics: z
      .array(
        z
          .object({
            topic: z.string().meta({ description: 'Name of the topic.' }),
            partitions: count('How many partitions of it have messages or books.'),
            ...books,
          })
          .meta({ id: 'TopicBooks', description: 'The books of one topic.' }),
      )
      .meta({ description: 'Every records topic, by name.' }),
    totals: z.object(books).meta({ description: 'The sum over the topics.' }),
    connectors: z
      .array(
        z
          .object({
            id: z.string().meta({ description: 'The outside system.' }),
            lagEvents: count('Events at the source not yet read; null if not known.').nullable(),
            lagSeconds: z.number().nullable().meta({ description: 'Age of the oldest of them; null if not known.' }),
            breaker: z
              .enum(['closed', 'half-open', 'open'])
              .meta({ description: 'Open: the system failed too often and is left alone for a while.' }),
            lastError: z
              .object({
                code: z.string().meta({ description: 'What went wrong.' }),
                at: time().meta({ description: 'When.' }),
                delivery: count(
                  'The number of the delivery that reading waits for, of a source that reads deliveries.',
                ).optional(),
              })
              .optional()
              .meta({ description: 'The last failure, until it works again.' }),
          })
          .meta({ id: 'ConnectorState', description: 'State of one outside system.' }),
      )
      .meta({ description: 'Every outside system that is configured.' }),
  })
  .meta({
    id: 'Pipeline',
    description: 'The books: received = applied + superseded + failed + lag.',
    example: {
      topics: [
        {
          topic: 'records.civil-status',
          partitions: 6,
          received: 120,
          applied: 110,
          superseded: 4,
          failed: 1,
          lag: 5,
        },
      ],
      totals: { received: 120, applied: 110, superseded: 4, failed: 1, lag: 5 },
      connectors: [{ id: 'civil-status', lagEvents: 0, lagSeconds: 0, breaker: 'closed' }],
    },
  });
