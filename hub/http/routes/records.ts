import { isUtf8 } from 'node:buffer';
import type { Extraction, Fault, Receiver } from '../../../connectors/contract.ts';
import type { Mapping } from '../../../mappings/contract.ts';
import { HubError } from '../../errors.ts';
import type { RecordWriter } from '../../records/writer.ts';
import { requireContentType } from '../body.ts';
import { outOfTime, within } from '../deadline.ts';
import { faultsIn } from '../expectations.ts';
import { bind, type Answer, type CallContext, type Operation, type Route } from '../operation.ts';
import { languageHeaders, ProblemError, type Language } from '../problems.ts';
import { acceptedSchema, mixedSchema, refusedSchema } from '../schemas/records.ts';
import { civilStatusRecord } from '../schemas/wire.ts';

export type RecordDependencies = {
  writer: RecordWriter;
  receivers: ReadonlyMap<string, Receiver>;
  mappings: ReadonlyMap<string, Mapping>;
  maxRecordBytes: number;
  /** Epoch milliseconds. */
  now: () => number;
};

export const recordsOperation: Operation = {
  id: 'sendRecords',
  method: 'post',
  path: '/v1/records/{system}',
  tag: 'Records',
  summary: 'Send records of a sector system',
  description:
    'One record or a batch, in the system’s own format. Answered when Kafka has acknowledged every record, refused ' +
    'ones included: those are kept for replay under the ids given. If the answer is 503, or none comes, send again: ' +
    'a repeat is recognised.',
  scope: 'records:write',
  parameters: { system: { description: 'The system the records are from.', example: 'civil-status' } },
  takesBytes: { example: civilStatusRecord },
  answers: {
    202: { description: 'Every record is on its way.', schema: acceptedSchema },
    207: { description: 'Some were taken and some refused.', schema: mixedSchema },
    422: {
      description: 'None was taken (`records-refused`); or the message holds none, or too many (`invalid-request`).',
      schema: refusedSchema,
      contentType: 'application/problem+json',
    },
  },
  problems: ['unknown-system', 'record-too-large', 'broker-unavailable'],
};

type Result = { index: number; id: string; status: 'accepted' } | RefusedResult;
type RefusedResult = { index: number; id: string; status: 'refused'; errors: Fault[] };

/** Longer than the producer itself tries; a safeguard that an answer always comes. */
const longestWriteMs = 20_000;

/** The route by which sector systems push. */
export function recordRoutes(dependencies: RecordDependencies): Route[] {
  return [bind(recordsOperation, (call) => receive(call, dependencies))];
}

async function receive(call: CallContext, dependencies: RecordDependencies): Promise<Answer> {
  const { system = '' } = call.parameters;
  const receiver = dependencies.receivers.get(system);
  if (receiver === undefined) throw unknownSystem(dependencies.receivers);
  requireContentType(call.contentType, receiver.contentTypes);
  const extractions = extract(call, receiver);
  requireReasonable(extractions, dependencies.maxRecordBytes);
  const refusals = extractions.map((extraction) => refusalOf(extraction, system, dependencies));
  const written = await within(
    dependencies.writer.write(system, extractions, 'push'),
    performance.now() + longestWriteMs,
  );
  if (written === outOfTime) throw new HubError('kafka-unavailable', 'writing pushed records');
  return answerFor(
    written.map((id, index) => resultOf(index, id, refusals[index])),
    call.language,
  );
}

function unknownSystem(receivers: ReadonlyMap<string, Receiver>): ProblemError {
  const expected = `one of: ${[...receivers.keys()].sort().join(', ')}`;
  return new ProblemError('unknown-system', { errors: [{ path: 'system', code: 'not-in-list', expected }] });
}

function extract({ contentType, bytes }: CallContext, receiver: Receiver): Extraction[] {
  if (isUtf8(bytes)) return receiver.extract(contentType.type, bytes);
  const fault = { path: '', code: 'not-text', expected: 'text in UTF-8' };
  return [
    { ok: false, contentType: contentType.type, body: bytes.toString('base64'), encoding: 'base64', faults: [fault] },
  ];
}

/**
 * Every record, one of a single character included, becomes a message of some hundred bytes and a part of the answer. So
 * their number is bounded, too: by more than there are of any length in a body of the usual size.
 */
const mostRecords = 20_000;

function requireReasonable(extractions: readonly Extraction[], maxRecordBytes: number): void {
  const { length } = extractions;
  if (length === 0 || length > mostRecords) {
    const fault =
      length === 0
        ? { path: '', code: 'missing', expected: 'at least one record' }
        : { path: '', code: 'wrong-length', expected: `at most ${mostRecords} records` };
    throw new ProblemError('invalid-request', { errors: [fault] });
  }
  const errors = extractions.flatMap((extraction, index) => {
    const body = extraction.ok ? extraction.record.body : extraction.body;
    if (Buffer.byteLength(body) <= maxRecordBytes) return [];
    return [{ path: `[${index}]`, code: 'body-too-large', expected: `at most ${maxRecordBytes} bytes per record` }];
  });
  if (errors.length > 0) throw new ProblemError('record-too-large', { errors });
}

/** Every fault of a record that will be refused, found by the mapping it will go through; undefined: it will pass. */
function refusalOf(extraction: Extraction, system: string, dependencies: RecordDependencies): Fault[] | undefined {
  if (!extraction.ok) return extraction.faults;
  const { type, operation, contentType, body } = extraction.record;
  const receivedAt = new Date(dependencies.now()).toISOString();
  const result = dependencies.mappings.get(system)?.map({ type, operation, contentType, body }, { receivedAt });
  return result?.ok === false ? result.faults : undefined;
}

function resultOf(index: number, id: string, errors: Fault[] | undefined): Result {
  return errors === undefined ? { index, id, status: 'accepted' } : { index, id, status: 'refused', errors };
}

function answerFor(results: readonly Result[], language: Language): Answer {
  const refused = results.filter((result): result is RefusedResult => result.status === 'refused');
  if (refused.length === 0) return { status: 202, body: { records: results.map(({ id }) => ({ id })) } };
  const records = results.map((result) =>
    result.status === 'refused' ? { ...result, errors: faultsIn(language, result.errors) } : result,
  );
  if (refused.length < results.length) return { status: 207, body: { records }, headers: languageHeaders(language) };
  const errors = refused.flatMap(({ index, errors: own }) =>
    results.length === 1 ? own : own.map((fault) => ({ ...fault, path: indexed(index, fault.path) })),
  );
  throw new ProblemError('records-refused', { errors, extensions: { records } });
}

function indexed(index: number, path: string): string {
  return path === '' || path.startsWith('[') ? `[${index}]${path}` : `[${index}].${path}`;
}
