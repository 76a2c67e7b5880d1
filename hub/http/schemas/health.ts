import { z } from 'zod';
import { time } from './texts.ts';

const waiting = z
  .object({
    what: z.string().meta({ description: 'What is missing: a server, a stage, an outside system.' }),
    code: z.string().meta({ description: 'The error met.' }),
    since: time().meta({ description: 'Since when.' }),
  })
  .meta({ id: 'Waiting', description: 'Something that does not work.' });

export const aliveSchema = z
  .object({ alive: z.literal(true).meta({ description: 'The process answers.' }) })
  .meta({ id: 'Alive', description: 'The process is alive.', example: { alive: true } });

export const readySchema = z
  .object({
    ready: z.boolean().meta({ description: 'Whether the hub can do its work.' }),
    waiting: z.array(waiting).meta({ description: 'What must come back before it can.' }),
    degraded: z.array(waiting).meta({ description: 'Outside systems that fail; the hub works on without them.' }),
  })
  .meta({
    id: 'Ready',
    description: 'Whether the hub is ready, and what it waits for if not.',
    example: { ready: true, waiting: [], degraded: [] },
  });

export const notReadyExample = {
  ready: false,
  waiting: [{ what: 'mongodb', code: 'store-unavailable', since: '2026-01-02T03:04:05.678Z' }],
  degraded: [],
};
