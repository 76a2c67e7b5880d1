/** Writing a small XML record: elements in the order given, every text escaped. */

/** Names of elements to their texts or further elements. */
export type XmlItem = { [name: string]: XmlContent };
export type XmlContent = string | XmlItem;

/** Characters XML 1.0 (2.2) cannot hold, not even escaped: controls but tab and line breaks, lone surrogates. */
const impossible = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text without what XML cannot hold. */
export function possibleInXml(text: string): string {
  return text.replace(impossible, '');
}

/** A JSON text that XML can hold: what it cannot is written as JSON writes it, so that nothing is lost. */
export function jsonInXml(json: string): string {
  return json.replace(impossible, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * An element under a prefix, its children under the same; with a namespace, which it then declares for the prefix.
 * Names are not checked; texts must be possible in XML.
 */
export function writeXml(name: string, content: XmlContent, at: { prefix: string; namespace?: string }): string {
  const tag = `${at.prefix}:${name}`;
  const declared = at.namespace === undefined ? '' : ` xmlns:${at.prefix}="${at.namespace}"`;
  return `<${tag}${declared}>${writeContent(content, at.prefix)}</${tag}>`;
}

function writeContent(content: XmlContent, prefix: string): string {
  if (typeof content === 'string') return escaped(content);
  const children = Object.entries(content).map(([name, inner]) => writeXml(name, inner, { prefix }));
  return children.join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => escapes[character] ?? character);
}
