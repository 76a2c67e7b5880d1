import { z } from 'zod';
import { fates, type Fate } from '../../prefill/outcome.ts';
import { verdicts, type Verdict } from '../../prefill/verify.ts';
import { counted } from './counted.ts';
import { submittedValue } from './submitted-value.ts';
import { personalNumber, text, time, word } from './texts.ts';

const mostFields = 500;

/** Id of an answer. */
export const answerExample = '3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11';

const submitted = z
  .strictObject({
    value: submittedValue().meta({ description: 'The value as it is handed in.' }),
    seal: text(100)
      .optional()
      .meta({ description: 'What came with the value; leave it out for what the citizen wrote.' }),
  })
  .meta({ id: 'SubmittedField', description: 'A field as it is handed in.' });

function byField<T extends z.ZodType>(each: T) {
  return counted(z.record(z.string(), each), mostFields, 'fields');
}

export const verifyBody = z
  .strictObject({
    seal: text(200_000).meta({ description: 'The seal of the answer.' }),
    caseCode: text(100).meta({ description: 'The case the submission belongs to.' }),
    form: word().meta({ description: 'The form that is handed in.' }),
    version: text(20).meta({ description: 'Its version.' }),
    subject: z
      .strictObject({ personalNumber: personalNumber().meta({ description: 'Twelve digits.' }) })
      .meta({ description: 'Whom the form is about.' }),
    fields: byField(submitted).meta({ description: 'Every field that is handed in, by its id in the form.' }),
    final: z.boolean().default(false).meta({
      description: 'Whether the form is handed in so: what became of the answer is then kept for the report.',
    }),
  })
  .meta({
    id: 'VerifyRequest',
    description: 'A submission, with the seal of the answer it was made from.',
    example: {
      seal: 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl',
      caseCode: 'H29.12-260102-0001',
      form: 'ct01',
      version: '2024-01-01',
      subject: { personalNumber: '079190000001' },
      fields: {
        fullName: { value: 'Nguyễn Văn An', seal: 'iNfP0XnXq0mJ8q4yVt1zR6aB' },
        requestedContent: { value: 'Đăng ký thường trú' },
      },
      final: true,
    },
  });

const inWords = (list: Readonly<Record<string, string>>): string =>
  Object.entries(list)
    .map(([word, meaning]) => `\`${word}\`: ${meaning}`)
    .join(' ');

export const verifiedSchema = z
  .object({
    seal: z.enum(['genuine', 'expired', 'forged']).meta({
      description: 'Of the seal as a whole. Of a forged one nothing can be said about its fields but that.',
    }),
    answer: z.string().optional().meta({ description: 'Id of the answer that was sealed.' }),
    expiresAt: time().optional().meta({ description: 'Until when the seal is, or was, good.' }),
    fields: z
      .record(z.string(), z.enum(Object.keys(verdicts) as [Verdict, ...Verdict[]]))
      .meta({ description: `The verdict on every field handed in. ${inWords(verdicts)}` }),
    outcome: z
      .enum(['recorded', 'known', 'not-recorded'])
      .optional()
      .meta({
        description:
          'Of a final submission: `recorded`; `known`: something was told of the answer before, and stands; ' +
          '`not-recorded`: there is no such answer on record.',
      }),
  })
  .meta({
    id: 'Verified',
    description: 'What became of every field since the hub answered it.',
    example: {
      seal: 'genuine',
      answer: answerExample,
      expiresAt: '2026-02-01T03:04:05.000Z',
      fields: { fullName: 'untouched', requestedContent: 'declared' },
      outcome: 'recorded',
    },
  });

export const outcomeBody = z
  .strictObject({
    fields: byField(z.enum(Object.keys(fates) as [Fate, ...Fate[]], { error: Object.keys(fates).join(', ') })).meta({
      description: `What became of each field that was given; of which nothing is said was left. ${inWords(fates)}`,
    }),
  })
  .meta({
    id: 'OutcomeRequest',
    description: 'What became of an answer, as the portal saw it.',
    example: { fields: { fullName: 'accepted', birthDate: 'edited' } },
  });

export const outcomeSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the answer.' }),
    declarable: z.int().meta({ description: 'Fields the form has for a citizen to declare.' }),
    prefilled: z.int().meta({ description: 'Fields that were given.' }),
    accepted: z.int().meta({
      description: 'Those from who is in charge of them, handed in unedited: only they were saved from declaring.',
    }),
  })
  .meta({
    id: 'Outcome',
    description: 'What became of the answer, as it counts.',
    example: { id: answerExample, declarable: 15, prefilled: 8, accepted: 7 },
  });
