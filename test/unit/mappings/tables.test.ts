/** Each mapping's table is true: what it says of sources and fields is what the mapping does with its own cases. */
import assert from 'node:assert/strict';
import { projectRoot } from '../../../config/root.ts';
import { mappings, mappingTables } from '../../../mappings/registry.ts';
import type { FieldRule, MappingTable } from '../../../mappings/tables.ts';
import { coversPath, type TracedLeaf } from '../../../scripts/cli/mapping-trace.ts';
import { traceExample } from '../../../scripts/generate/mapping-pages.ts';

function tracesOf({ id, type, examples }: MappingTable) {
  const mapping = mappings.find((each) => each.id === id) ?? assert.fail(`there is no mapping ${id}`);
  return examples.map((name) => {
    const { result, leaves } = traceExample({ root: projectRoot(), mapping, type, name });
    assert.ok(result.ok, `${name} is refused`);
    return { record: result.record, leaves: leaves ?? assert.fail(`the values of ${name} cannot be told apart`) };
  });
}

const covers = ({ sources }: FieldRule, { path }: TracedLeaf) => sources.some((source) => coversPath(source, path));
const makes = (leaf: TracedLeaf, { field }: FieldRule) => leaf.makes === 'refused' || leaf.makes.includes(field);

describe('the tables of the mappings', () => {
  it('are one per mapping', () => {
    assert.deepEqual(mappingTables.map(({ id }) => id).sort(), mappings.map(({ id }) => id).sort());
  });

  for (const table of mappingTables) {
    describe(table.id, () => {
      const traces = tracesOf(table);
      const leaves = traces.flatMap((each) => each.leaves);

      it('has every field its examples give', () => {
        const given = new Set(traces.flatMap(({ record }) => Object.keys(record.fields)));
        const told = new Set<string>(table.rules.map(({ field }) => field));
        assert.deepEqual(
          [...given].filter((field) => !told.has(field)),
          [],
        );
      });

      it('names only sources that make their field, each given in an example', () => {
        for (const rule of table.rules) {
          for (const source of rule.sources) {
            const own = leaves.filter(({ path }) => coversPath(source, path));
            assert.ok(
              own.some((leaf) => makes(leaf, rule)),
              `${source} does not make ${rule.field}`,
            );
          }
        }
      });

      it('names every source of a field', () => {
        for (const leaf of leaves) {
          const made = leaf.makes === 'refused' ? [] : leaf.makes;
          for (const target of made) {
            const told = table.rules.some((rule) => rule.field === target && covers(rule, leaf));
            assert.ok(told, `${leaf.path} makes ${target}`);
          }
        }
      });
    });
  }
});
