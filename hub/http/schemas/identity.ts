import { z } from 'zod';
import { time } from './texts.ts';

const key = () => z.string();
const kind = () => z.enum(['same', 'distinct', 'number-replaced', 'split', 'protected']);
const decision = {
  by: z.string().meta({ description: 'The client that decided.' }),
  reason: z.string().meta({ description: 'Why, as the client said.' }),
  at: time().meta({ description: 'When.' }),
};

const reviewMembers = {
  id: z.string().meta({ description: 'Id of the question.' }),
  people: z.array(key()).meta({ description: 'The two keys whose records look like one person’s.' }),
  status: z
    .enum(['open', 'same', 'distinct', 'withdrawn'])
    .meta({ description: 'Open; decided; or withdrawn, since the records do not raise it any more.' }),
  band: z.enum(['same', 'review']).meta({
    description: '`review`: too little speaks for it. `same`: enough does, but not for these two alone.',
  }),
  score: z.number().meta({ description: 'Sum of the weights, in bits.' }),
  rule: z.string().meta({ description: 'The rule that judged.' }),
  rulesVersion: z.string().meta({ description: 'Version of the rules that judged.' }),
  openedAt: time().meta({ description: 'When it was asked first.' }),
  closedAt: time().optional().meta({ description: 'When it was decided or withdrawn.' }),
};

export const reviewExample = {
  id: 'Zc1nXgVQ3m4pC8s0aKq7Tw.q3xQ0b8R2mZJ5yq0rVw9bA',
  people: ['Zc1nXgVQ3m4pC8s0aKq7Tw', 'q3xQ0b8R2mZJ5yq0rVw9bA'],
  status: 'open',
  band: 'review',
  score: 11.42,
  rule: 'scored',
  rulesVersion: '2026-02-01',
  openedAt: '2026-01-02T03:04:05.678Z',
};

export const reviewListSchema = z
  .object({
    reviews: z
      .array(
        z
          .object(reviewMembers)
          .meta({ id: 'Review', description: 'A question: are these two one?', example: reviewExample }),
      )
      .meta({ description: 'The likeliest first.' }),
    total: z.int().meta({ description: 'How many questions there are in this state, on this page or not.' }),
    next: z.string().optional().meta({ description: 'If there may be more: what to send as `after`.' }),
  })
  .meta({ id: 'ReviewList', description: 'One page of questions.', example: { reviews: [reviewExample], total: 1 } });

const numberSchema = z
  .object({
    number: z.string().meta({ description: 'The personal number.' }),
    until: z.string().optional().meta({ description: 'The day until which it was theirs, if it was replaced.' }),
    replacedBy: z.string().optional().meta({ description: 'The number that replaced it.' }),
  })
  .meta({ id: 'HeldNumber', description: 'A number in use, or a former one.' });

const sideSchema = z
  .object({
    key: key().meta({ description: 'The key asked about.' }),
    person: key().nullable().meta({ description: 'In whose document its records stand; null: nobody’s any more.' }),
    numbers: z.array(numberSchema).meta({ description: 'That person’s numbers.' }),
    systems: z.array(z.string()).meta({ description: 'The systems that have records under the key.' }),
  })
  .meta({ id: 'ReviewSide', description: 'One of the two. Holds personal data.' });

const value = () =>
  z.unknown().meta({ description: 'The value in the hub’s own terms; null if the records tell none.' });

export const reviewDetailSchema = z
  .object({
    ...reviewMembers,
    decision: z
      .object({ ...decision, act: z.string().meta({ description: 'Id of the act.' }) })
      .optional()
      .meta({ description: 'How it was decided.' }),
    sides: z.array(sideSchema).meta({ description: 'The two, in the order of `people`.' }),
    fields: z
      .array(
        z
          .object({
            field: z.string().meta({ description: 'A field of the citizen.' }),
            values: z.array(value()).meta({ description: 'What the records under each key tell.' }),
            compared: z.string().optional().meta({ description: 'As which evidence it was compared.' }),
          })
          .meta({ description: 'One field, side by side.' }),
      )
      .meta({ description: 'Every field either side tells.' }),
    evidence: z
      .array(
        z
          .object({
            field: z.string().meta({ description: 'What was compared.' }),
            level: z.string().meta({ description: 'How far it agrees.' }),
            weight: z.number().meta({ description: 'In bits; below zero speaks against.' }),
          })
          .meta({ description: 'One piece of evidence.' }),
      )
      .meta({ description: 'What the score is the sum of, as it was when the question was asked.' }),
  })
  .meta({
    id: 'ReviewDetail',
    description: 'A question with both sides. Holds personal data.',
    example: {
      ...reviewExample,
      sides: [
        { key: reviewExample.people[0], person: reviewExample.people[0], numbers: [], systems: ['health'] },
        { key: reviewExample.people[1], person: reviewExample.people[1], numbers: [], systems: ['civil-status'] },
      ],
      fields: [{ field: 'phone', values: ['0900000001', '0900000001'], compared: 'phone' }],
      evidence: [{ field: 'phone', level: 'agree', weight: 11.42 }],
    },
  });

const actSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the act.' }),
    kind: kind().meta({ description: 'What it says.' }),
    people: z.array(key()).meta({ description: 'The keys it is filed with.' }),
    ...decision,
    effectiveOn: z.string().meta({ description: 'From which day it is so.' }),
    annulled: z.object(decision).optional().meta({ description: 'If it was taken back: by whom, why and when.' }),
  })
  .meta({ id: 'HeldAct', description: 'An administrator’s act.' });

export const personSchema = z
  .object({
    person: key().meta({ description: 'The key under which their records stand.' }),
    key: key().meta({ description: 'The key asked for; another one, if that leads here.' }),
    revision: z.int().meta({ description: 'Raised by every change.' }),
    numbers: z.array(numberSchema).meta({ description: 'Numbers in use first, then former ones.' }),
    companions: z.array(key()).meta({ description: 'Every other key they are or were known by.' }),
    records: z
      .array(
        z
          .object({
            system: z.string().meta({ description: 'The system it is from.' }),
            sourceKey: z.string().meta({ description: 'How that system calls it.' }),
            key: key().meta({ description: 'The key it came under.' }),
            asOf: z.string().meta({ description: 'When it was so.' }),
            isInForce: z.boolean().meta({ description: 'False: taken back, or deleted.' }),
          })
          .meta({ description: 'One record.' }),
      )
      .meta({ description: 'Every record, by system.' }),
    acts: z.array(actSchema).meta({ description: 'Every act filed with them, the latest first.' }),
  })
  .meta({
    id: 'Person',
    description: 'Who somebody is to the hub. Holds personal data.',
    example: {
      person: 'q3xQ0b8R2mZJ5yq0rVw9bA',
      key: 'q3xQ0b8R2mZJ5yq0rVw9bA',
      revision: 4,
      numbers: [{ number: '079190000001' }],
      companions: ['Zc1nXgVQ3m4pC8s0aKq7Tw'],
      records: [
        { system: 'health', sourceKey: 'bn-1', key: 'Zc1nXgVQ3m4pC8s0aKq7Tw', asOf: '2026-01-02', isInForce: true },
      ],
      acts: [],
    },
  });

export const actExample = {
  id: 'q3xQ0b8R2mZJ5yq0rVw9bA.m0n5p2r8t4v6x1z3b7d9fA',
  kind: 'same',
  people: ['q3xQ0b8R2mZJ5yq0rVw9bA', 'Zc1nXgVQ3m4pC8s0aKq7Tw'],
};

export const filedSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the act, by which it can be taken back.' }),
    kind: kind().meta({ description: 'What it says.' }),
    people: z.array(key()).meta({ description: 'The keys it is filed with.' }),
    moves: z
      .array(
        z
          .object({
            from: key().meta({ description: 'Whose they are now.' }),
            to: key().meta({ description: 'Whose they will be.' }),
            records: z.int().meta({ description: 'How many records.' }),
          })
          .meta({ description: 'Records that go from one person to another.' }),
      )
      .meta({ description: 'What will change, as things stood when it was asked. Empty: nothing moves.' }),
  })
  .meta({
    id: 'FiledAct',
    description: 'The act is filed and takes effect within moments.',
    example: {
      ...actExample,
      moves: [{ from: 'Zc1nXgVQ3m4pC8s0aKq7Tw', to: 'q3xQ0b8R2mZJ5yq0rVw9bA', records: 2 }],
    },
  });

export const annulledSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the act.' }),
    kind: kind().meta({ description: 'What it said.' }),
    people: z.array(key()).meta({ description: 'The keys it was filed with.' }),
  })
  .meta({
    id: 'AnnulledAct',
    description: 'The act is taken back; within moments it decides nothing.',
    example: actExample,
  });
