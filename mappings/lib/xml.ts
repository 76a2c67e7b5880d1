/**
 * Reading a small XML record from outside. fast-xml-parser is forgiving (it takes `<a><b></a>`) and would expand
 * what a DTD declares, so around it: no DTD, no entities but the five of XML and character references, a bound on
 * size and depth, and every element closed by its own name.
 */
import { XMLParser } from 'fast-xml-parser';

/** An element: its text if it has no child elements, else its children by local name (a list where repeated). */
export type XmlValue = string | Children;
type Children = { [name: string]: XmlValue | XmlValue[] };

export type ParsedXml = { ok: true; name: string; value: XmlValue } | { ok: false };

/** Longest record read, in UTF-16 units; a citizen takes about 3,000. */
export const maxXmlLength = 100_000;

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  maxNestedTags: 20,
  jPath: false,
  cdataPropName: '#cdata',
});

const positions: unknown = XMLParser.getMetaDataSymbol();
const textName = '#text';
const rawTextName = '#cdata';
const namedEntities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&([^;&]{0,12};?)/g;
const characterReference = /^#(?:x(?<hex>[0-9a-fA-F]{1,6})|(?<decimal>[0-9]{1,7}))$/;
const outsideRoot = /^(?:\s|<\?[^>]*\?>|<!--(?:(?!-->)[^])*-->)*$/;

class Malformed extends Error {}

/** Parses one XML element and what is in it. Never throws; what is not well-formed or has a DTD is `ok: false`. */
export function parseXml(xml: string): ParsedXml {
  if (xml.length > maxXmlLength || xml.includes('<!DOCTYPE')) return { ok: false };
  // Line ends first, as XML prescribes and the parser does: positions are then those of this text.
  const text = xml.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  try {
    return readDocument(text, parser.parse(text));
  } catch {
    return { ok: false };
  }
}

type Position = { start: number; end: number };
type Element = Position & { name: string; value: XmlValue };

/** What the parser gives per node: one key, the element's name (or that of text), and under it the content. */
type RawNode = Record<string | symbol, unknown>;

function readDocument(xml: string, nodes: unknown): ParsedXml {
  const [root, ...others] = Array.isArray(nodes) ? nodes.filter(isRawNode) : [];
  if (root === undefined || others.length > 0) return { ok: false };
  const element = readElement(xml, root, firstKey(root));
  const outside = [xml.slice(0, element.start), xml.slice(element.end)];
  if (!outside.every((part) => outsideRoot.test(part))) return { ok: false };
  return { ok: true, name: element.name, value: element.value };
}

function isRawNode(value: unknown): value is RawNode {
  return typeof value === 'object' && value !== null;
}

function firstKey(node: RawNode): string {
  for (const key in node) return key;
  throw new Malformed();
}

function readElement(xml: string, node: RawNode, qualifiedName: string): Element {
  const { start, end } = positionOf(node);
  if (!isOpened(xml, qualifiedName, start) || !isClosed(xml, qualifiedName, { start, end })) throw new Malformed();
  const name = qualifiedName.slice(qualifiedName.indexOf(':') + 1);
  if (!isNameStart(name.charCodeAt(0))) throw new Malformed();
  return { name, value: readContent(xml, node[qualifiedName]), start, end };
}

function positionOf(node: RawNode): Position {
  const metadata = typeof positions === 'symbol' ? node[positions] : undefined;
  if (!isRawNode(metadata)) throw new Malformed();
  const { startIndex: start, endIndex: end } = metadata;
  // An element that is never closed has no end.
  if (typeof start !== 'number' || typeof end !== 'number') throw new Malformed();
  return { start, end };
}

function isOpened(xml: string, name: string, start: number): boolean {
  const after = xml.charCodeAt(start + 1 + name.length);
  return xml.startsWith(name, start + 1) && (after <= 0x20 || after === 0x2f || after === 0x3e);
}

/** The parser closes an element at any closing tag; here it must be its own, or `<name/>`. */
function isClosed(xml: string, name: string, { start, end }: Position): boolean {
  const last = xml.lastIndexOf('<', end - 1);
  if (last === start) return xml[end - 2] === '/';
  const closing = last + 2 + name.length;
  return xml[last + 1] === '/' && xml.startsWith(name, last + 2) && xml.slice(closing, end - 1).trim() === '';
}

/** Letters, underscore, and anything beyond ASCII. */
function isNameStart(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code > 0x7f;
}

function readContent(xml: string, nodes: unknown): XmlValue {
  if (!Array.isArray(nodes)) throw new Malformed();
  let text = '';
  let children: Children | undefined;
  const list: unknown[] = nodes;
  for (const node of list) {
    if (!isRawNode(node)) continue;
    const key = firstKey(node);
    if (key === textName) text += decode(String(node[key]));
    else if (key === rawTextName) text += rawText(node[key]);
    else add((children ??= {}), readElement(xml, node, key));
  }
  return children ?? text.trim();
}

function rawText(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content.map((node: unknown) => (isRawNode(node) ? String(node[textName]) : '')).join('');
}

function add(children: Children, element: Element): void {
  const present = Object.hasOwn(children, element.name) ? children[element.name] : undefined;
  if (present === undefined) children[element.name] = element.value;
  else if (Array.isArray(present)) present.push(element.value);
  else children[element.name] = [present, element.value];
}

/** Resolves references; one that XML does not know is malformed. A NUL or a half character is left to the text rules. */
function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (_whole, name: string) => {
    const resolved = name.endsWith(';') ? resolve(name.slice(0, -1)) : undefined;
    if (resolved === undefined) throw new Malformed();
    return resolved;
  });
}

function resolve(name: string): string | undefined {
  const groups = characterReference.exec(name)?.groups;
  if (groups === undefined) return namedEntities.get(name);
  const point = groups['hex'] === undefined ? Number(groups['decimal']) : Number.parseInt(groups['hex'], 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
