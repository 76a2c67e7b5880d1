/** docs/reference/citizen-fields.md, from the list of fields of the canonical citizen. */
import { z } from 'zod';
import { citizenFieldNames, citizenFields, type CitizenField } from '../../mappings/canonical/citizen.ts';
import { code, page, table } from './markdown.ts';

/** The page as Markdown. */
export function citizenFieldsPage(): string {
  return page(
    '# Fields of a citizen',
    'Source: `citizenFields` in `mappings/canonical/citizen.ts`.',
    `What the hub holds of a person, by the paths used in its API, events, forms and mappings; a part of a value is
reached by a dot (\`identityCard.number\`). "Article 9" is the group in article 9 of the Law on Identification
26/2023/QH15; 26 is "other information". Sensitive fields (ethnic origin, religion, health) are sensitive personal data
by Decree 356/2025.`,
    table(
      ['path', 'Vietnamese', 'English', 'class', 'article 9', 'type'],
      citizenFieldNames.map((name) => row(name)),
    ),
    `Codes name the list they are from: \`{scheme, code}\`. Partial dates are \`{year, month?, day?}\`, never padded. An
address says which edition of the catalogue of administrative units its codes are from: \`before-2025-07\`,
\`since-2025-07\`, one more for each reform to come, or \`unknown\` ([administrative units](../administrative-units.md)).`,
  );
}

function row(name: CitizenField): string[] {
  const { vi, en, classification, article9, schema } = citizenFields[name];
  return [code(name), vi, en, classification, article9.join(', '), code(shapeOf(z.toJSONSchema(schema)))];
}

/** A type as the page writes it: `string`, `{year, month?, day?}`, `[{name?}]`. Parts are not opened further. */
function shapeOf({ type, properties, required, items }: z.core.JSONSchema.BaseSchema): string {
  if (typeof items === 'object' && !Array.isArray(items)) return `[${shapeOf(items)}]`;
  if (properties === undefined) return String(type);
  const names = Object.keys(properties).map((name) => (required?.includes(name) ? name : `${name}?`));
  return `{${names.join(', ')}}`;
}
