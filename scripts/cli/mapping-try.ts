/** `lienthong mapping try`: one record's way, from each value of the source to the field it makes, by which rule. */
import { readFileSync } from 'node:fs';
import { decodeRawRecord } from '../../hub/records/raw-record.ts';
import type { Fault, Mapping, MappingInput, MappingResult } from '../../mappings/contract.ts';
import { CliError, type CliContext } from './context.ts';
import { contentTypeOf, type Leaf } from './mapping-leaves.ts';
import { findMapping, findTable } from './mapping-registry.ts';
import { traceRecord, type Trace } from './mapping-trace.ts';
import { briefValue, maskText } from './mapping-values.ts';
import { wayOf, type Way } from './mapping-way.ts';
import { describeFault } from './problem.ts';
import { counted, plainLine, section, table, type Column } from './terminal.ts';

export type TryOptions = {
  type?: string;
  operation?: MappingInput['operation'];
  receivedAt?: Date;
  mask?: true;
  json?: true;
};

type Tried = { mapping: Mapping; input: MappingInput; receivedAt: string; trace: Trace; way: Way };
type Show = (text: string) => string;

/** Maps a record that stands in a file: in the source's own format, or as on the topic. Fails if it is refused. */
export function tryMapping(context: CliContext, asked: { id: string; file: string }, options: TryOptions): void {
  const mapping = findMapping(context, asked.id);
  const { input, receivedAt } = readRecord(context, asked, options);
  const trace = traceRecord({ mapping, input, context: { receivedAt } });
  const tried = { mapping, input, receivedAt, trace, way: wayOf(trace, findTable(context, mapping.id)) };
  const show: Show = options.mask ? maskText : (text) => text;
  const text = options.json ? JSON.stringify(asJson(tried, show), undefined, 2) : describe(tried, show);
  context.stdout(`${text}\n`);
  if (trace.result.ok) return;
  throw new CliError(`The record would be refused, with ${counted(trace.result.faults.length, 'fault')}.`);
}

function readRecord(
  context: CliContext,
  { id, file }: { id: string; file: string },
  { type, operation, receivedAt }: TryOptions,
): { input: MappingInput; receivedAt: string } {
  const bytes = readBytes(file);
  const raw = decodeRawRecord(bytes);
  if (raw !== undefined && raw.system !== id) {
    throw new CliError(`${file} is a record of ${plainLine(raw.system)}`, `Such as: mapping try ${raw.system} ${file}`);
  }
  const found = raw ?? plainRecord(context, id, { file, body: bytes.toString('utf8') });
  const input = { ...found, ...(type && { type }), ...(operation && { operation }) };
  return { input, receivedAt: receivedAt?.toISOString() ?? found.receivedAt };
}

/** A record in its source's own format says nothing of how it came. */
function plainRecord(context: CliContext, id: string, { file, body }: { file: string; body: string }) {
  const { type } = findTable(context, id);
  const receivedAt = new Date(context.now()).toISOString();
  return { type, operation: 'upsert' as const, contentType: contentTypeOf(file), body, receivedAt };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'the reading failed';
    throw new CliError(`${file} cannot be read (${why})`);
  }
}

function asJson({ mapping, input, receivedAt, trace, way }: Tried, show: Show): unknown {
  const { type, operation, contentType } = input;
  const shown = (leaves: readonly Leaf[]): Leaf[] => leaves.map(({ path, value }) => ({ path, value: show(value) }));
  return {
    mapping: { id: mapping.id, version: mapping.version },
    record: { type, operation, contentType, receivedAt },
    ok: trace.result.ok,
    fields: way.steps.map(({ field, value, rule, sources }) => {
      return { field, value: briefValue(value, show), rule, sources: shown(sources) };
    }),
    idle: shown(way.idle),
    unused: shown(way.unused),
    ...findingsOf(trace.result),
  };
}

function findingsOf(result: MappingResult): { warnings: Fault[] } | { faults: Fault[] } {
  return result.ok ? { warnings: result.warnings } : { faults: result.faults };
}

const columns: Column[] = [
  { title: 'NGUỒN / SOURCE' },
  { title: 'GIÁ TRỊ / VALUE' },
  { title: 'TRƯỜNG / FIELD' },
  { title: 'THÀNH / BECOMES' },
  { title: 'QUY TẮC / RULE' },
];

function describe({ mapping, input, receivedAt, trace, way }: Tried, show: Show): string {
  const { result, leaves } = trace;
  const head = `Ánh xạ / Mapping: ${mapping.id}, version ${String(mapping.version)}
Bản ghi / Record: type ${plainLine(input.type)}, ${input.operation}, received ${receivedAt}`;
  if (!result.ok) return [head, ...section('Lỗi / Faults', faultLines(result.faults, leaves ?? [], show))].join('\n');
  const told = leaves === undefined ? ['(the values of this format cannot be told apart)'] : [];
  return [
    head,
    ...told,
    '',
    table(columns, rowsOf(way, show)),
    ...section('Không đổi gì ở đây / Named by a rule, but changes nothing here', leafLines(way.idle, show)),
    ...section('Không dùng / Not used', leafLines(way.unused, show)),
    ...section('Cảnh báo / Warnings', faultLines(result.warnings, leaves ?? [], show)),
  ].join('\n');
}

/** One row per value; what they make together is told beside the first. */
function rowsOf({ steps }: Way, show: Show): string[][] {
  return steps.flatMap(({ field, value, rule, sources }) => {
    const [first, ...others] = sources;
    // The kind of event tells of nobody.
    const told = [field, briefValue(value, field === 'act' ? undefined : show), rule];
    const row = [first?.path ?? '', first === undefined ? '' : show(first.value), ...told];
    return [row, ...others.map((leaf) => [leaf.path, show(leaf.value), '', '', ''])];
  });
}

function leafLines(leaves: readonly Leaf[], show: Show): string[] {
  return leaves.map(({ path, value }) => plainLine(`  ${path}: ${show(value)}`));
}

function faultLines(faults: readonly Fault[], leaves: readonly Leaf[], show: Show): string[] {
  return faults.map((fault) => {
    const leaf = leaves.find(({ path }) => path === fault.path);
    return plainLine(`${describeFault(fault)}${leaf === undefined ? '' : ` (found: ${show(leaf.value)})`}`);
  });
}
