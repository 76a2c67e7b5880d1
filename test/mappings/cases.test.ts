/**
 * One test per case: cases/<mapping>/<name>.in.(xml|json|csv) must map to <name>.out.json, and from the hub's language
 * cases/outbound/<mapping>/<name>.in.json. A name ending in `.annul` or `.delete` sets the operation. `UPDATE_CASES=1`
 * writes what the mapping gives; read the difference before keeping it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { citizenFields } from '../../mappings/canonical/citizen.ts';
import type { MappingInput } from '../../mappings/contract.ts';
import { mappings, outboundMappings } from '../../mappings/registry.ts';
import { loadUnits } from '../../hub/catalogues/units.ts';
import { projectRoot } from '../../config/root.ts';
import { contentTypeOf } from '../../scripts/cli/mapping-leaves.ts';

const folder = join(projectRoot(), 'test', 'mappings', 'cases');
const context = { receivedAt: '2026-02-28T17:00:00.000Z', units: loadUnits() };
const types: Readonly<Record<string, string>> = {
  population: 'citizen',
  qcvn109: 'citizen',
  portal: 'declaration',
  'social-insurance': 'enrolment',
  health: 'patient-record',
  identity: 'identity-act',
};
const fields = z.strictObject(
  Object.fromEntries(Object.entries(citizenFields).map(([field, { schema }]) => [field, schema.optional()])),
);

type Case = { name: string; body: string; contentType: string; out: string };

function casesOf(mapping: string): Case[] {
  const files = readdirSync(join(folder, mapping)).filter((file) => /\.in\.(?:xml|json|csv)$/.test(file));
  return files.map((file) => ({
    name: file.replace(/\.in\.\w+$/, ''),
    body: readFileSync(join(folder, mapping, file), 'utf8'),
    contentType: contentTypeOf(file),
    out: join(folder, mapping, file.replace(/\.in\.\w+$/, '.out.json')),
  }));
}

function operationOf(name: string): MappingInput['operation'] {
  if (name.endsWith('.annul')) return 'annul';
  return name.endsWith('.delete') ? 'delete' : 'upsert';
}

function check(out: string, result: unknown): void {
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (process.env['UPDATE_CASES'] !== undefined) writeFileSync(out, text);
  assert.ok(existsSync(out), `${out} is missing`);
  assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(out, 'utf8')));
}

for (const mapping of mappings) {
  describe(`mapping ${mapping.id}`, () => {
    for (const { name, body, contentType, out } of casesOf(mapping.id)) {
      it(name, () => {
        const input = { type: types[mapping.id] ?? 'event', operation: operationOf(name), contentType, body };
        const result = mapping.map(input, context);
        if (result.ok) assert.doesNotThrow(() => fields.parse(result.record.fields));
        check(out, result);
      });
    }
  });
}

const person = z.object({ personalNumber: z.string(), revision: z.int(), fields });

for (const mapping of outboundMappings) {
  describe(`outbound mapping ${mapping.id}`, () => {
    for (const { name, body, out } of casesOf(join('outbound', mapping.id))) {
      it(name, () => {
        check(out, mapping.map(person.parse(JSON.parse(body))));
      });
    }
  });
}
