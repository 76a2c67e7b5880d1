import { z } from 'zod';
import { confidences, reasons, type Reason } from '../../../mappings/forms/answer.ts';
import { counted } from './counted.ts';
import { birthDate, fullName, personalNumber, text, time, word } from './texts.ts';

const example = {
  form: 'ct01',
  subject: { personalNumber: '079190000001', fullName: 'Nguyễn Văn An', birthDate: '1990-05-12' },
  purpose: 'TTHC',
  caseCode: 'H29.12-260102-0001',
};

const mostFields = 500;
const mostPeople = 50;

const applicantRelations = [
  ...(['self', 'parent', 'child', 'spouse', 'sibling', 'other-relative', 'guardian'] as const),
  ...(['representative', 'other'] as const),
];

function namedPerson() {
  return z.strictObject({
    personalNumber: personalNumber().meta({ description: 'Twelve digits.', example: '079190000001' }),
    fullName: fullName()
      .optional()
      .meta({ description: 'Used in a live lookup, where it has to fit.', example: 'Nguyễn Văn An' }),
    birthDate: birthDate()
      .optional()
      .meta({ description: 'A day or a year; used in a live lookup, where it has to fit.', example: '1990-05-12' }),
  });
}

export const prefillBody = z
  .strictObject({
    form: word().meta({ description: 'Which form is filled.', example: 'ct01' }),
    version: text(20)
      .optional()
      .meta({ description: 'Which version of it; the one in force if not given.', example: '2024-01-01' }),
    subject: namedPerson().meta({ description: 'Whom the form is about.' }),
    people: counted(z.record(word(), namedPerson()), mostPeople, 'people')
      .optional()
      .meta({
        description:
          'Others the form has a role for, by that role (docs/reference/forms.md), where no record can name them yet: ' +
          'the other of two who marry, the applicant.',
      }),
    applicantRelation: z
      .enum(applicantRelations)
      .optional()
      .meta({ description: 'What the applicant is to the subject; kept on the access record.' }),
    purpose: text(100).meta({ description: 'Why; a client may name only the purposes it was given.', example: 'TTHC' }),
    caseCode: text(100).meta({ description: 'The case the form belongs to.', example: 'H29.12-260102-0001' }),
    procedure: text(100)
      .optional()
      .meta({ description: 'National code of the procedure the case is of; reports are by it.', example: '1.004222' }),
    session: text(100)
      .optional()
      .meta({ description: 'Of the citizen, where they fill the form themselves; kept on the access record.' }),
    officer: text(100).optional().meta({ description: 'Who asks, as the population database knows them.' }),
    fields: counted(
      z.array(text(100), { error: 'a list of field ids' }).min(1, 'at least one field'),
      mostFields,
      'fields',
    )
      .optional()
      .meta({ description: 'Only these fields of the form; all if not given.', example: ['fullName'] }),
  })
  .meta({ id: 'PrefillRequest', description: 'Which form, for whom, and why.', example });

const reasonTexts = Object.entries(reasons)
  .map(([reason, { en }]) => `\`${reason}\`: ${en}`)
  .join(' ');

const provenance = {
  source: z.string().meta({ description: 'The system it came from.' }),
  asOf: z.string().meta({ description: 'When the source said so: a date or an ISO 8601 time.' }),
  validFrom: z.string().optional().meta({ description: 'Since when it is so, where an act made it so: a date.' }),
  confidence: z.enum(confidences).meta({
    description: 'Whether the system said it that leads for the field, one in charge that does not lead, or another.',
  }),
  lock: z.boolean().meta({ description: 'Whether the form should keep the citizen from changing it.' }),
  rule: z.string().meta({ description: 'The rule by which this value counts.' }),
};

const seal = z.string().meta({ description: 'Proof of this field: send it back with the value.' });

const cell = z
  .object({
    value: z.string().meta({ description: 'The value, written as the form wants it.' }),
    raw: z.unknown().meta({ description: 'The canonical value it was written from.' }),
    ...provenance,
    others: z
      .array(
        z
          .object({
            system: z.string().meta({ description: 'The system.' }),
            value: z.string().meta({ description: 'What it says instead, written as the form wants it.' }),
            asOf: z.string().meta({ description: 'When it said so.' }),
          })
          .meta({ description: 'Another system’s value.' }),
      )
      .optional()
      .meta({ description: 'What other systems say instead, where the client may know.' }),
  })
  .meta({ id: 'FilledCell', description: 'A cell of a table that the hub fills; the table is sealed as a whole.' });

const filled = cell.extend({ seal }).meta({ id: 'FilledField', description: 'A field the hub fills.' });

const notFilled = z
  .object({
    reason: z
      .enum(Object.keys(reasons) as [Reason, ...Reason[]])
      .meta({ description: `Why there is no value. ${reasonTexts}` }),
    candidates: z
      .array(z.string())
      .optional()
      .meta({ description: 'What it may be, written as the form wants it, for the citizen to choose from.' }),
    sources: z.array(z.string()).optional().meta({ description: 'The systems that say so.' }),
    since: time().optional().meta({ description: 'Since when the source has been unavailable.' }),
  })
  .meta({ id: 'UnfilledField', description: 'A field the hub does not fill.' });

const filledTable = z
  .object({
    rows: z
      .array(z.record(z.string(), z.union([cell, notFilled])))
      .meta({ description: 'Per row every column, by its id in the form.' }),
    ...provenance,
    seal,
  })
  .meta({ id: 'FilledTable', description: 'A table the hub fills.' });

export const prefillSchema = z
  .object({
    id: z.string().meta({ description: 'Names this answer on the access record, and when telling what became of it.' }),
    form: z.string().meta({ description: 'The form.' }),
    version: z.string().meta({ description: 'Its version.' }),
    subject: z
      .object({
        known: z.boolean().meta({ description: 'Whether the hub holds this person.' }),
        status: z.literal('deceased').optional().meta({ description: 'Given if who is in charge says so.' }),
        replacedBy: z
          .string()
          .optional()
          .meta({ description: 'Given if the number asked for was replaced: the one the person has now.' }),
      })
      .meta({ description: 'What is to be known of the person as a whole.' }),
    revision: z.int().optional().meta({ description: 'Revision of what the hub holds, raised by every change.' }),
    fields: z
      .record(z.string(), z.union([filled, filledTable, notFilled]))
      .meta({ description: 'Every field asked for, by its id in the form.' }),
    seal: z
      .string()
      .meta({ description: 'A signature over the whole answer: a compact JWS of type prefill-seal+jwt.' }),
    expiresAt: time().meta({ description: 'Until when the seal is good.' }),
  })
  .meta({
    id: 'Prefill',
    description: 'The form as far as it can be filled.',
    example: {
      id: '3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11',
      form: 'ct01',
      version: '2024-01-01',
      subject: { known: true },
      revision: 3,
      fields: {
        fullName: {
          value: 'Nguyễn Văn An',
          raw: { text: 'Nguyễn Văn An' },
          source: 'population',
          asOf: '2026-01-02T03:04:05.678Z',
          confidence: 'trusted',
          lock: true,
          rule: 'population',
          seal: 'iNfP0XnXq0mJ8q4yVt1zR6aB',
        },
        phone: { reason: 'not-held' },
      },
      seal: 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cm46bGllbnRob25nOmh1YiJ9.c2lnbmF0dXJl',
      expiresAt: '2026-02-01T03:04:05.000Z',
    },
  });
