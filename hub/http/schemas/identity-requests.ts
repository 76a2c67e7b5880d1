import { z } from 'zod';
import { maxPage } from './failures.ts';
import { position } from './position.ts';
import { pastDay, personalNumber, personKey, text, word } from './texts.ts';

export const reviewQuery = z.strictObject({
  status: z
    .enum(['open', 'same', 'distinct', 'withdrawn'], { error: 'open, same, distinct or withdrawn' })
    .default('open')
    .meta({ description: 'Only questions of this state.', example: 'open' }),
  limit: z.coerce
    .number({ error: `a whole number from 1 to ${maxPage}` })
    .int({ error: `a whole number from 1 to ${maxPage}` })
    .min(1, 'at least 1')
    .max(maxPage, `at most ${maxPage}`)
    .default(50)
    .meta({ description: 'Most questions in the answer.', example: 50 }),
  after: position().optional().meta({ description: '`next` of the page before.' }),
});

const named = {
  personalNumber: personalNumber().optional().meta({ description: 'A personal number, former ones too.' }),
  person: personKey().optional().meta({ description: 'A key the person is or was known by.' }),
};

type Named = { personalNumber?: string | undefined; person?: string | undefined; new?: true | undefined };

const isNamedOnce = ({ personalNumber: number, person, new: isNew }: Named): boolean =>
  [number, person, isNew].filter((each) => each !== undefined).length === 1;

function subject(description: string) {
  return z
    .strictObject(named)
    .refine(isNamedOnce, { error: 'either personalNumber or person', params: { code: 'missing' } })
    .meta({ description });
}

/** Which person is asked about. */
export const personBody = subject('Whom, by exactly one of the two.').meta({
  id: 'PersonRequest',
  example: { personalNumber: '079190000001' },
});

const reason = text(500).meta({
  description: 'Why. Kept with the people it concerns for good; put no personal data here.',
  example: 'one person by the civil-status register',
});
const effectiveOn = pastDay()
  .optional()
  .meta({ description: 'From which day it is so; today in Vietnam if not given.', example: '2026-01-02' });

export const decideBody = z
  .strictObject({
    decision: z
      .enum(['same', 'not-same'], { error: 'same or not-same' })
      .meta({ description: 'Whether the two are one person.', example: 'same' }),
    survivor: subject('Under whose key the records stand then: one of the two.').optional(),
    reason,
    effectiveOn,
  })
  .meta({
    id: 'ReviewDecision',
    description: 'The answer to a question.',
    example: { decision: 'same', reason: 'one person by the civil-status register' },
  });

const people = z
  .tuple([subject('The first.'), subject('The second.')], { error: 'two people' })
  .meta({ description: 'The two.' });
const grounds = { reason, effectiveOn };

export const actBody = z
  .discriminatedUnion(
    'kind',
    [
      z
        .strictObject({
          kind: z.literal('same').meta({ description: 'Two persons are one.' }),
          people,
          survivor: subject('Under whose key the records stand then; who has a number if not given.').optional(),
          ...grounds,
        })
        .meta({ id: 'SameAct', description: 'Two persons are one.' }),
      z
        .strictObject({
          kind: z.literal('distinct').meta({ description: 'The records under two keys are about two persons.' }),
          people,
          ...grounds,
        })
        .meta({ id: 'DistinctAct', description: 'Two are two, and stay so.' }),
      z
        .strictObject({
          kind: z.literal('number-replaced').meta({ description: 'A number replaced another.' }),
          old: subject('The number replaced, or the person whose number in use was.'),
          replacement: z
            .strictObject({ personalNumber: personalNumber().meta({ description: 'Twelve digits.' }) })
            .meta({ description: 'The number that replaced it; nobody needs to have it yet.' }),
          ...grounds,
        })
        .meta({ id: 'NumberReplacedAct', description: 'A personal number was replaced by another.' }),
      z
        .strictObject({
          kind: z.literal('split').meta({ description: 'Some records are about somebody else.' }),
          from: subject('Whose records they are held to be.'),
          records: z
            .array(
              z
                .strictObject({
                  system: word().meta({ description: 'The system the record is from.' }),
                  sourceKey: text(500).meta({ description: 'How that system calls it.' }),
                })
                .meta({ description: 'One record.' }),
              { error: 'a list of records' },
            )
            .min(1, 'at least one record')
            .max(1000, 'at most 1000 records')
            .meta({ description: 'Which records, as the person’s answer names them.' }),
          into: z
            .strictObject({
              ...named,
              new: z.literal(true, { error: 'true' }).optional().meta({ description: 'Somebody not known yet.' }),
            })
            .refine(isNamedOnce, { error: 'one of personalNumber, person, new', params: { code: 'missing' } })
            .meta({ description: 'Whom they are about, by exactly one of the three.' }),
          ...grounds,
        })
        .meta({ id: 'SplitAct', description: 'Some records of a person are about somebody else.' }),
      z
        .strictObject({
          kind: z.literal('protected').meta({ description: 'The person is protected.' }),
          person: subject('Whom to protect.'),
          ...grounds,
        })
        .meta({ id: 'ProtectedAct', description: 'Where a person lives, and how to reach them, is given to nobody.' }),
    ],
    { error: 'one of: same, distinct, number-replaced, split, protected' },
  )
  .meta({
    id: 'IdentityAct',
    description: 'What is so about who is who.',
    example: {
      kind: 'same',
      people: [{ personalNumber: '079190000001' }, { person: 'q3xQ0b8R2mZJ5yq0rVw9bA' }],
      reason: 'one person by the civil-status register',
    },
  });

export const annulBody = z
  .strictObject({ reason })
  .meta({ id: 'AnnulRequest', description: 'Why an act is taken back.', example: { reason: 'wrong person named' } });
