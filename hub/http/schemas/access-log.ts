import { z } from 'zod';
import { wholePerson } from '../../prefill/contract.ts';
import { position } from './position.ts';
import { personalNumber, time } from './texts.ts';

const maxPage = 200;

export const accessLogBody = z
  .strictObject({
    personalNumber: personalNumber().meta({ description: 'Of the citizen who asks. Twelve digits.' }),
    from: z.iso.datetime({ error: 'an ISO 8601 time in UTC' }).optional().meta({ description: 'Only since then.' }),
    until: z.iso.datetime({ error: 'an ISO 8601 time in UTC' }).optional().meta({ description: 'Only before then.' }),
    limit: z
      .int({ error: `a whole number from 1 to ${maxPage}` })
      .min(1, 'at least 1')
      .max(maxPage, `at most ${maxPage}`)
      .default(50)
      .meta({ description: 'Most entries in the answer.' }),
    after: position().optional().meta({ description: '`next` of the page before.' }),
  })
  .meta({
    id: 'AccessLogRequest',
    description: 'Whose record, and which part of it.',
    example: { personalNumber: '079190000001', limit: 50 },
  });

const fieldsGiven = z.array(
  z.object({
    field: z.string().meta({ description: 'Id of the field in the form.' }),
    sources: z.array(z.string()).meta({ description: 'The systems the value came from.' }),
  }),
);

const entry = z
  .object({
    id: z.string().meta({ description: 'Id of the answer.' }),
    at: time().meta({ description: 'When.' }),
    client: z.string().meta({ description: 'To which system.' }),
    officer: z.string().optional().meta({ description: 'To which officer, as the system named them.' }),
    applicantRelation: z.string().optional().meta({ description: 'What the applicant is to the citizen.' }),
    byCitizen: z.boolean().meta({ description: 'Whether a citizen asked in a session of their own.' }),
    purpose: z.string().meta({ description: 'Why.' }),
    legalBasis: z.string().meta({ description: 'What allowed it.' }),
    caseCode: z.string().meta({ description: 'In which case.' }),
    form: z.string().meta({ description: 'For which form.' }),
    version: z.string().meta({ description: 'For which version of it.' }),
    given: fieldsGiven.meta({
      description: 'The fields that were given of the citizen; no value is kept here.',
    }),
    offered: fieldsGiven.meta({
      description: 'The fields of which several values, or a doubtful one, were given to choose from.',
    }),
    notGiven: z
      .array(
        z.object({
          field: z.string().meta({ description: 'Id of the field in the form.' }),
          reason: z.string().meta({ description: 'Why it was not given.' }),
        }),
      )
      .meta({ description: 'The fields that were asked for and not given, if it was the citizen who was asked for.' }),
    told: z.array(z.enum(wholePerson)).meta({
      description:
        'What was said of the citizen as a whole: that a death is recorded (`status`), the number they have now ' +
        '(`replacedBy`).',
    }),
  })
  .meta({ id: 'AccessEntry', description: 'One answer that was given about the citizen.' });

export const accessLogSchema = z
  .object({
    entries: z.array(entry).meta({ description: 'Newest first.' }),
    next: z.string().optional().meta({ description: 'Given if there may be more: leads to the page after.' }),
  })
  .meta({
    id: 'AccessLog',
    description: 'Who was given what of a citizen, when and why.',
    example: {
      entries: [
        {
          id: '3f0a1c9e-7a54-4f0e-8a55-0f6d1f2c9b11',
          at: '2026-01-02T03:04:05.678Z',
          client: 'portal',
          officer: 'officer-1',
          byCitizen: false,
          purpose: 'TTHC',
          legalBasis: 'Law on Residence 68/2020/QH14',
          caseCode: 'H29.12-260102-0001',
          form: 'ct01',
          version: '2024-01-01',
          given: [{ field: 'fullName', sources: ['population'] }],
          offered: [],
          notGiven: [{ field: 'phone', reason: 'not-held' }],
          told: [],
        },
      ],
    },
  });
