import { z } from 'zod';

/** One fault, in requests and in records alike. */
export const faultSchema = z
  .object({
    path: z
      .string()
      .meta({ description: 'Where: a field of the request, or of the record in the system’s own terms.' }),
    code: z.string().meta({ description: 'Which rule was broken; the codes are a closed list.' }),
    expected: z.string().meta({
      description: 'What was expected, in English or Vietnamese by Accept-Language. The value sent is never repeated.',
    }),
  })
  .meta({ id: 'Fault', description: 'One thing wrong with a request or a record.' });

/** The members every problem has (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'Which problem it is: an address under one base, from a closed list.' }),
    title: z.string().meta({ description: 'The problem in words, in English or Vietnamese by Accept-Language.' }),
    status: z.int().meta({ description: 'The HTTP status.' }),
    detail: z.string().optional().meta({ description: 'What more can be said of this occurrence.' }),
    errors: z.array(faultSchema).optional().meta({ description: 'Every fault found, all at once.' }),
    requestId: z.string().meta({ description: 'Names this request in the hub’s log; also in X-Request-Id.' }),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request was not done (RFC 9457).',
    example: {
      type: 'https://lienthong.example/problems/invalid-request',
      title: 'The request has faults.',
      status: 422,
      errors: [
        {
          path: 'subject.personalNumber',
          code: 'personal-number-format',
          expected: 'A personal identification number is twelve digits, and not a placeholder (000000000000).',
        },
        { path: 'caseCode', code: 'missing', expected: 'a string' },
      ],
      requestId: '0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11',
    },
  });
