/**
 * Reading a small XML record from outside: no DTD, no entities but the five of XML and character references, a bound
 * on size and depth. saxes is strict: what is not well-formed is an error.
 */
import { SaxesParser } from 'saxes';
import { maxDepth } from './depth.ts';

/** An element: its text if it has no child elements, else its children by local name (a list where repeated). */
export type XmlValue = string | Children;
type Children = { [name: string]: XmlValue | XmlValue[] };

export type ParsedXml = { ok: true; name: string; value: XmlValue } | { ok: false };

/** Longest record read, in UTF-16 units; a citizen takes about 3,000. */
export const maxXmlLength = 100_000;

type Open = { name: string; text: string; children: Children | undefined };

/** Parses one XML element and what is in it. Never throws; what is not well-formed or has a DTD is `ok: false`. */
export function parseXml(xml: string): ParsedXml {
  if (xml.length > maxXmlLength || xml.includes('<!DOCTYPE')) return { ok: false };
  const stack: Open[] = [{ name: '', text: '', children: undefined }];
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', ({ name }) => {
    const localName = name.slice(name.indexOf(':') + 1);
    // No record has such an element, and as a key it would not be one.
    if (stack.length > maxDepth || localName === '__proto__') throw new RangeError('reading XML: not a record');
    stack.push({ name: localName, text: '', children: undefined });
  });
  const addText = (text: string): void => {
    const open = stack.at(-1);
    if (open !== undefined) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = stack.pop();
    const parent = stack.at(-1);
    if (closed !== undefined && parent !== undefined) add((parent.children ??= {}), closed);
  });
  try {
    parser.write(xml).close();
  } catch {
    return { ok: false };
  }
  const [entry] = Object.entries(stack[0]?.children ?? {});
  return entry === undefined || Array.isArray(entry[1]) ? { ok: false } : { ok: true, name: entry[0], value: entry[1] };
}

function add(children: Children, { name, text, children: inner }: Open): void {
  const value = inner ?? text.trim();
  const present = Object.hasOwn(children, name) ? children[name] : undefined;
  if (present === undefined) children[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else children[name] = [present, value];
}
