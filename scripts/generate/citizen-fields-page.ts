/** docs/reference/citizen-fields.md, from the list of fields of the canonical citizen. */
import { z } from 'zod';
import { citizenFieldNames, citizenFields, type CitizenField } from '../../mappings/canonical/citizen.ts';
import { partLabels } from '../../mappings/canonical/parts.ts';
import { code, page, table } from './markdown.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The page as Markdown. */
export function citizenFieldsPage(): string {
  return page(
    '# Fields of a citizen',
    'Source: `citizenFields` in `mappings/canonical/citizen.ts`, `partLabels` in `mappings/canonical/parts.ts`.',
    `What the hub holds of a person, by the paths used in its API, events, forms and mappings; a part of a value is
reached by a dot (\`identityCard.number\`). "Article 9" is the group in article 9 of the Law on Identification
26/2023/QH15; 26 is "other information". Sensitive fields (ethnic origin, religion, health) are sensitive personal data
by Decree 356/2025. Whose value counts where several systems state one: [precedence](precedence.md).`,
    table(
      ['path', 'Vietnamese', 'English', 'class', 'article 9', 'type'],
      citizenFieldNames.map((name) => row(name)),
    ),
    `Codes name the list they are from: \`{scheme, code}\`. Partial dates are \`{year, month?, day?}\`, never padded. An
address says which edition of the catalogue of administrative units its codes are from: \`before-2025-07\`,
\`since-2025-07\`, one more for each reform to come, or \`unknown\` ([administrative units](../administrative-units.md)).`,
    '## Parts',
    `Every part of a value, in all places where it can stand; \`[]\` is each entry of a list. A part is of the class of
its field, and a part with \`?\` may be missing.`,
    table(['path', 'Vietnamese', 'English', 'type'], partRows()),
  );
}

function row(name: CitizenField): string[] {
  const { vi, en, classification, article9, schema } = citizenFields[name];
  return [code(name), vi, en, classification, article9.join(', '), code(shapeOf(z.toJSONSchema(schema)))];
}

/** A type as the page writes it: `string`, `{year, month?, day?}`, `[{name?}]`. Parts are not opened further. */
function shapeOf(schema: JsonSchema): string {
  const { type, properties, required, enum: values } = schema;
  const entry = entryOf(schema);
  if (entry !== undefined) return `[${shapeOf(entry)}]`;
  if (values !== undefined) return values.join(' | ');
  if (properties === undefined) return String(type);
  const names = Object.keys(properties).map((name) => (required?.includes(name) ? name : `${name}?`));
  return `{${names.join(', ')}}`;
}

function entryOf({ items }: JsonSchema): JsonSchema | undefined {
  return typeof items === 'object' && !Array.isArray(items) ? items : undefined;
}

/** One shape of value, and where values of this shape stand. */
type Shape = { schema: JsonSchema; paths: string[] };

/** One row per part of each shape, with all its paths: addresses are the same wherever they stand. */
function partRows(): string[][] {
  const shapes = new Map<string, Shape>();
  for (const name of citizenFieldNames) collectShapes(name, z.toJSONSchema(citizenFields[name].schema), shapes);
  return [...shapes.values()].flatMap(({ schema, paths }) =>
    partsOf(schema).map(([part, type]) => {
      const { vi, en } = labelsOf(part);
      const mark = schema.required?.includes(part) === true ? '' : '?';
      return [paths.map((path) => code(`${path}.${part}`)).join(', '), vi, en, code(`${shapeOf(type)}${mark}`)];
    }),
  );
}

function collectShapes(path: string, schema: JsonSchema, shapes: Map<string, Shape>): void {
  const entry = entryOf(schema);
  if (entry !== undefined) {
    collectShapes(`${path}[]`, entry, shapes);
    return;
  }
  const parts = partsOf(schema);
  if (parts.length === 0) return;
  const key = JSON.stringify([parts, schema.required]);
  const shape = shapes.get(key) ?? { schema, paths: [] };
  shape.paths.push(path);
  shapes.set(key, shape);
  for (const [part, type] of parts) collectShapes(`${path}.${part}`, type, shapes);
}

function partsOf({ properties = {} }: JsonSchema): [string, JsonSchema][] {
  return Object.entries(properties).flatMap(([part, type]) => (typeof type === 'object' ? [[part, type]] : []));
}

function labelsOf(part: string): { vi: string; en: string } {
  const labels = Object.entries(partLabels).find(([name]) => name === part)?.[1];
  if (labels === undefined) throw new Error(`describing the fields of a citizen: no label for the part ${part}`);
  return labels;
}
