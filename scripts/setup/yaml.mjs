/**
 * Settings as YAML. Every scalar is written as JSON, which YAML contains, so that nothing depends on what YAML would
 * make of a bare word.
 *
 * @param {object} settings nested objects; lists hold scalars only
 * @param {string} [indent]
 * @returns {string}
 */
export function toYaml(settings, indent = '') {
  return Object.entries(settings)
    .map(([key, value]) => {
      const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
      return nested
        ? `${indent}${key}:\n${toYaml(value, `${indent}  `)}`
        : `${indent}${key}: ${JSON.stringify(value)}\n`;
    })
    .join('');
}
