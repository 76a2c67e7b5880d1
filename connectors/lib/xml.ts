/**
 * XML from outside, read strictly and within bounds: no DTD (and so no entity but the five of XML and character
 * references), limited depth and number of elements. Elements know where they stand in the source, so that a part can
 * be handed on exactly as received.
 */
import { SaxesParser } from 'saxes';

export type XmlElement = {
  /** Name without prefix: senders choose prefixes freely. */
  name: string;
  /** By name without prefix. */
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  /** The text directly inside, entities decoded, not trimmed. */
  text: string;
  /** From here up to `end` in the source stands this element. */
  start: number;
  end: number;
};

export type XmlLimits = { maxDepth: number; maxElements: number };

/** Why a text was not taken. */
export type XmlProblem = 'not-well-formed' | 'doctype' | 'too-deep' | 'too-many-elements';

export type XmlResult = { ok: true; root: XmlElement } | { ok: false; problem: XmlProblem };

/** Many times what a page of 500 citizens has. */
export const defaultXmlLimits: XmlLimits = { maxDepth: 32, maxElements: 250_000 };

class XmlRefused extends Error {
  readonly problem: XmlProblem;
  constructor(problem: XmlProblem) {
    super(problem);
    this.problem = problem;
  }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Builds the tree from the parser's events; throws XmlRefused at the first thing that is over a limit. */
function makeBuilder(source: string, limits: XmlLimits) {
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let start = 0;
  return {
    root: () => root,
    starting: (position: number) => {
      // The parser has read one character (or line break) past the name; a name holds no '<'.
      start = source.lastIndexOf('<', position - 1);
      elements += 1;
      if (elements > limits.maxElements) throw new XmlRefused('too-many-elements');
      if (open.length >= limits.maxDepth) throw new XmlRefused('too-deep');
    },
    opened: (name: string, attributes: Record<string, string>) => {
      const entries = Object.entries(attributes).map(([key, value]): [string, string] => [withoutPrefix(key), value]);
      const element: XmlElement = {
        name: withoutPrefix(name),
        attributes: new Map(entries),
        children: [],
        text: '',
        start,
        end: start,
      };
      open.at(-1)?.children.push(element);
      root ??= element;
      open.push(element);
    },
    text: (value: string) => {
      const element = open.at(-1);
      if (element !== undefined) element.text += value;
    },
    closed: (position: number) => {
      const element = open.pop();
      if (element !== undefined) element.end = position;
    },
  };
}

function parse(source: string, limits: XmlLimits): XmlElement {
  const parser = new SaxesParser();
  const builder = makeBuilder(source, limits);
  parser.on('error', () => {
    throw new XmlRefused('not-well-formed');
  });
  parser.on('doctype', () => {
    throw new XmlRefused('doctype');
  });
  parser.on('opentagstart', () => {
    builder.starting(parser.position);
  });
  parser.on('opentag', (tag) => {
    builder.opened(tag.name, tag.attributes);
  });
  parser.on('text', builder.text);
  parser.on('cdata', builder.text);
  parser.on('closetag', () => {
    builder.closed(parser.position);
  });
  parser.write(source).close();
  const root = builder.root();
  if (root === undefined) throw new XmlRefused('not-well-formed');
  return root;
}

/** Reads a document. Total: whatever the text, it answers; the text itself is in no answer but the tree. */
export function readXml(source: string, limits: XmlLimits = defaultXmlLimits): XmlResult {
  try {
    return { ok: true, root: parse(source, limits) };
  } catch (error) {
    return { ok: false, problem: error instanceof XmlRefused ? error.problem : 'not-well-formed' };
  }
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** The trimmed text of the first child of that name; undefined if there is none or it is empty. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = child(element, name)?.text.trim();
  return text === '' ? undefined : text;
}
