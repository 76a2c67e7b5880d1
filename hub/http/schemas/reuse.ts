import { z } from 'zod';
import { text } from './texts.ts';

const day = () => z.iso.date({ error: 'a day, as 2026-01-31' });

export const reuseQuery = z.strictObject({
  from: day().optional().meta({
    description: 'First day of answers to count, in Việt Nam; the first of the last day’s month if not given.',
    example: '2026-01-01',
  }),
  until: day().optional().meta({ description: 'Last day to count; today if not given.', example: '2026-01-31' }),
  by: z
    .enum(['month', 'day'], { error: 'month or day' })
    .default('month')
    .meta({ description: 'How long the time of one line is.', example: 'month' }),
  form: text(100).optional().meta({ description: 'Only this form.', example: 'ct01' }),
  version: text(20).optional().meta({ description: 'Only this version of a form.', example: '2024-01-01' }),
  procedure: text(100).optional().meta({ description: 'Only this procedure.', example: '1.004222' }),
  agency: text(100).optional().meta({ description: 'Only cases of this agency.', example: 'H29.12' }),
});

const count = (description: string) => z.int().meta({ description });

const counts = {
  answers: count('Answers given.'),
  submissions: count('Those of which it is known what became of them; all figures below are about these.'),
  verified: count('Those among them that the hub’s own seals tell of; the others are as the portal told.'),
  declarable: count('Fields a citizen would have had to declare.'),
  reusable: count('Fields asked for that could come from a system.'),
  prefilled: count('Fields that were given.'),
  accepted: count('Those from who is in charge of them, handed in unedited.'),
  share: z
    .number()
    .nullable()
    .meta({ description: 'Accepted of declarable: the share of declaring that was saved; null for none of none.' }),
};

const example = { answers: 50, submissions: 40, verified: 38, declarable: 600, reusable: 360, prefilled: 300 };

const failing = z
  .object({
    field: z.string().meta({ description: 'Id of the field.' }),
    reason: z.string().meta({
      description:
        'Why it does not count: what became of it (`edited`, `left`, `expired`), `not-authoritative`, or the reason ' +
        'the form was answered with.',
    }),
    count: count('How often.'),
  })
  .meta({ id: 'FailingField', description: 'A field that could have been saved and was not.' });

const line = z
  .object({
    period: z.string().meta({ description: 'The month or day, in Việt Nam.' }),
    form: z.string().meta({ description: 'The form.' }),
    version: z.string().meta({ description: 'Its version.' }),
    procedure: z.string().meta({ description: 'The procedure, where the portal named it.' }),
    agency: z.string().meta({ description: 'The agency, where the case code tells it.' }),
    ...counts,
    failing: z.array(failing).meta({ description: 'The fields that fail most, the worst first.' }),
  })
  .meta({ id: 'ReuseLine', description: 'What was saved in one period, for one form, procedure and agency.' });

export const reuseSchema = z
  .object({
    from: day().meta({ description: 'First day counted.' }),
    until: day().meta({ description: 'Last day counted.' }),
    isWhole: z.boolean().meta({ description: 'False where there are more lines: ask for less.' }),
    totals: z.object(counts).meta({ description: 'The sum over the lines.' }),
    lines: z.array(line).meta({ description: 'By period, form, version, procedure and agency.' }),
  })
  .meta({
    id: 'Reuse',
    description: 'How much declaring was saved.',
    example: {
      from: '2026-01-01',
      until: '2026-01-31',
      isWhole: true,
      totals: { ...example, accepted: 270, share: 0.45 },
      lines: [
        {
          ...{ period: '2026-01', form: 'ct01', version: '2024-01-01', procedure: '1.004222', agency: 'H29.12' },
          ...{ ...example, accepted: 270, share: 0.45 },
          failing: [{ field: 'phone', reason: 'not-held', count: 31 }],
        },
      ],
    },
  });
