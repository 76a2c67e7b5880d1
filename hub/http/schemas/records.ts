import { z } from 'zod';
import { faultSchema, problemSchema } from './problem.ts';

const id = z
  .string()
  .meta({ description: 'The record’s id in the hub; a refused one is found under it in the failures.' });

export const acceptedSchema = z
  .object({
    records: z
      .array(z.object({ id }).meta({ description: 'One record.' }))
      .meta({ description: 'The records of the message, in order.' }),
  })
  .meta({
    id: 'RecordsAccepted',
    description: 'Every record is on its way: Kafka has acknowledged all of them.',
    example: { records: [{ id: '5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11' }] },
  });

const recordResult = z
  .object({
    index: z.int().min(0).meta({ description: 'Which record of the message, from 0.' }),
    id,
    status: z
      .enum(['accepted', 'refused'])
      .meta({ description: 'What becomes of it; a refused one is kept for replay.' }),
    errors: z.array(faultSchema).optional().meta({ description: 'Every fault of a refused record.' }),
  })
  .meta({ id: 'RecordResult', description: 'What became of one record.' });

const example = {
  index: 0,
  id: '5b0f5a3e-6f0c-4c57-8a0c-1d2a8f6b7c11',
  status: 'refused',
  errors: [
    { path: 'loai', code: 'unknown-type', expected: 'The kind of record is not one this system is known to send.' },
  ],
};

export const mixedSchema = z
  .object({ records: z.array(recordResult).meta({ description: 'The records of the message, in order.' }) })
  .meta({
    id: 'RecordsMixed',
    description: 'Some records were taken and some refused.',
    example: { records: [example, { index: 1, id: '0f8d7a52-53c0-4df2-9f43-6d6a3f1d3b55', status: 'accepted' }] },
  });

export const refusedSchema = problemSchema
  .extend({
    records: z
      .array(recordResult)
      .optional()
      .meta({ description: 'Each record with its own faults; not there if the request as a whole was refused.' }),
  })
  .meta({
    id: 'RecordsRefused',
    description: 'No record could be taken; all are kept for replay.',
    example: {
      type: 'https://lienthong.example/problems/records-refused',
      title: 'No record could be taken; they are kept for replay under the ids given.',
      status: 422,
      errors: example.errors,
      requestId: '0e4f1f1c-6a5e-4c55-9d1b-2f6f0a6f2f11',
      records: [example],
    },
  });
