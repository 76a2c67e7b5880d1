/** docs/reference/mappings/<id>.md: what each mapping does, from its table, with examples from its cases. */
import { loadUnits } from '../../hub/catalogues/units.ts';
import type { Mapping } from '../../mappings/contract.ts';
import type { Units } from '../../mappings/lib/units/contract.ts';
import { mappings, mappingTables } from '../../mappings/registry.ts';
import type { FieldRule, MappingTable } from '../../mappings/tables.ts';
import { casesReceivedAt, readCase } from '../cli/mapping-cases.ts';
import { coversPath, traceRecord, valueOf, type Trace } from '../cli/mapping-trace.ts';
import { briefValue } from '../cli/mapping-values.ts';
import type { Document } from './freshness.ts';
import { code, page, table } from './markdown.ts';

/** One page per mapping that has a table. */
export function mappingPages(root: string): Document[] {
  return mappingTables.map((each) => ({
    path: `docs/reference/mappings/${each.id}.md`,
    make: () => mappingPage(root, each),
  }));
}

function mappingPage(root: string, { id, type, about, examples, rules }: MappingTable): string {
  const mapping = mappings.find((each) => each.id === id);
  if (mapping === undefined) throw new Error(`there is no mapping ${id}`);
  const traces = examples.map((name) => traceExample({ root, mapping, type, name }));
  return page(
    `# Mapping \`${id}\`, version ${String(mapping.version)}`,
    `Source: \`rules\` in the mapping's \`table.ts\`; the examples are from \`test/mappings/cases/${id}\`.`,
    about,
    table(
      ['source', 'field', 'rule', 'example'],
      rules.map((rule) => [rule.sources.map(code).join(', '), code(rule.field), rule.rule, exampleOf(rule, traces)]),
    ),
    `What a record does not say is not there: a field is never emptied by a record that does not mention it. Which of
several systems' values counts is decided afterwards, for all systems alike.`,
  );
}

export type Example = { root: string; mapping: Mapping; type: string; name: string };

let units: Units | undefined;

/** Maps one of a mapping's cases, as test/mappings/cases.test.ts does. */
export function traceExample({ root, mapping, type, name }: Example): Trace {
  const record = readCase(root, mapping.id, name);
  return traceRecord({
    mapping,
    input: { type, operation: 'upsert', ...record },
    context: { receivedAt: casesReceivedAt, units: (units ??= loadUnits()) },
  });
}

function exampleOf({ field, sources }: FieldRule, traces: readonly Trace[]): string {
  for (const { result, leaves = [] } of traces) {
    const value = result.ok ? valueOf(result.record, field) : undefined;
    const given = leaves.filter(({ path }) => sources.some((source) => coversPath(source, path)));
    const made = given.filter(({ makes }) => makes === 'refused' || makes.includes(field));
    if (value === undefined || made.length === 0) continue;
    return `${made.map((leaf) => code(leaf.value)).join(' ')} → ${code(briefValue(value))}`;
  }
  return '';
}
