/** docs/reference/citizen-fields.md, from the list of fields of the canonical citizen. */
import { z } from 'zod';
import { citizenFieldNames, citizenFields, type CitizenField } from '../../mappings/canonical/citizen.ts';
import { code, page, table } from './markdown.ts';

/** The page as Markdown. */
export function citizenFieldsPage(): string {
  return page(
    '# Fields of a citizen',
    'Source: `citizenFields` in `mappings/canonical/citizen.ts`.',
    `What the hub holds of a person, by the names used in its API, events and mappings. "Article 9" is the number in
article 9 of the Law on Identification 26/2023/QH15. Sensitive fields (ethnic origin, religion, health) are sensitive
personal data by Decree 356/2025.`,
    table(
      ['field', 'Vietnamese', 'English', 'class', 'article 9', 'shape'],
      citizenFieldNames.map((name) => row(name)),
    ),
    `Codes name the list they are from: \`{scheme, code}\`. Partial dates are \`{year, month?, day?}\`, never padded. An
address says which list of administrative units its codes are from (\`before-2025-07\`, \`since-2025-07\`, \`unknown\`).`,
  );
}

function row(name: CitizenField): string[] {
  const { vi, en, classification, article9, schema } = citizenFields[name];
  return [code(name), vi, en, classification, String(article9), shapeOf(schema)];
}

function shapeOf(schema: z.ZodType): string {
  const { type, properties, required } = z.toJSONSchema(schema);
  if (properties === undefined) return String(type);
  const names = Object.keys(properties).map((name) => (required?.includes(name) ? name : `${name}?`));
  return code(`{${names.join(', ')}}`);
}
