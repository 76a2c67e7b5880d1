import type { FieldSource } from '../../../mappings/forms/contract.ts';

/** Where a field comes from, in words. */
export function sourceText(source: FieldSource): string {
  if ('declaredByCitizen' in source) return `declared: ${source.declaredByCitizen}`;
  if ('rows' in source) return `a row per ${source.rows}`;
  const person = source.person === undefined ? '' : `${source.person}: `;
  if ('relationTo' in source) return `${person}relation to ${source.relationTo}`;
  return `${person}${[source.path].flat().join(' or ')}${source.format === 'text' ? '' : ` as ${source.format}`}`;
}
