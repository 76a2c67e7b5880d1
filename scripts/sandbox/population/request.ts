/** Reads a SOAP 1.1 request as strictly as the real service does: well formed, no DTD, every child in its place. */
import { SaxesParser } from 'saxes';
import { envelopeNamespace, grammars, serviceNamespace } from './wire.ts';

type Element = { uri: string; name: string; children: Element[]; text: string };

export type SoapFault = { blame: 'Client' | 'VersionMismatch'; code: string; reason: string };

export type SoapRequest = { operation: string; fields: ReadonlyMap<string, Field> };

/** A child's text, and the text of its own children (of a birth date). */
export type Field = { text: string; parts: ReadonlyMap<string, string> };

/** Reads a request, or says what the service faults it for. Faults name elements, never their content. */
export function readRequest(xml: string): SoapRequest | SoapFault {
  const root = parse(xml);
  if (root === undefined) return client('XML_SAI', 'The message is not well-formed XML, or holds a DTD');
  const wrong = checkEnvelope(root);
  if (wrong !== undefined) return wrong;
  const body = root.children.find((child) => child.name === 'Body' && child.uri === envelopeNamespace);
  const [call, ...more] = body?.children ?? [];
  if (call === undefined || more.length > 0) return client('THIEU_THAO_TAC', 'The body must hold one operation');
  return readCall(call);
}

function checkEnvelope(root: Element): SoapFault | undefined {
  if (root.name !== 'Envelope') return client('XML_SAI', 'The root is not a SOAP envelope');
  if (root.uri === envelopeNamespace) return undefined;
  return { blame: 'VersionMismatch', code: 'PHIEN_BAN_SOAP', reason: 'Only SOAP 1.1 is spoken here' };
}

function readCall(call: Element): SoapRequest | SoapFault {
  const grammar = Object.hasOwn(grammars, call.name) ? grammars[call.name] : undefined;
  if (grammar === undefined || call.uri !== serviceNamespace) {
    return client('THAO_TAC_LA', 'There is no such operation in this namespace');
  }
  const wrong = checkOrder(call, grammar) ?? checkFilled(call);
  if (wrong !== undefined) return wrong;
  return { operation: call.name, fields: new Map(call.children.map((child) => [child.name, toField(child)])) };
}

function client(code: string, reason: string): SoapFault {
  return { blame: 'Client', code, reason };
}

function toField(element: Element): Field {
  return { text: element.text.trim(), parts: new Map(element.children.map((part) => [part.name, part.text.trim()])) };
}

type Grammar = NonNullable<(typeof grammars)[string]>;

function checkOrder(call: Element, grammar: Grammar): SoapFault | undefined {
  const known = new Set(grammar.flatMap((step) => step.names));
  const strange = ({ name, uri }: Element) => !known.has(name) || (uri !== '' && uri !== serviceNamespace);
  if (call.children.some(strange)) return client('PHAN_TU_LA', 'The operation holds an element it does not know');
  let position = 0;
  for (const { names, optional } of grammar) {
    const present = names.includes(call.children[position]?.name ?? '');
    if (present) position += 1;
    else if (optional !== true) {
      return client('SAI_THU_TU', `Expected ${names.join(' or ')} as child ${String(position + 1)}`);
    }
  }
  if (position === call.children.length) return undefined;
  return client('SAI_THU_TU', `Unexpected child ${String(position + 1)}`);
}

function checkFilled(call: Element): SoapFault | undefined {
  const empty = call.children.find(({ text, children }) => text.trim() === '' && children.length === 0);
  return empty === undefined ? undefined : client('PHAN_TU_RONG', `${empty.name} is empty`);
}

/** Undefined if the text is not well formed or has a document type. */
function parse(xml: string): Element | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const top: Element = { uri: '', name: '', children: [], text: '' };
  const stack = [top];
  const wrong: string[] = [];
  parser.on('error', (error) => wrong.push(error.name));
  parser.on('doctype', () => wrong.push('doctype'));
  parser.on('opentag', ({ uri, local }) => {
    const element: Element = { uri, name: local, children: [], text: '' };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  const append = (text: string) => {
    const element = stack.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => stack.pop());
  parser.write(xml).close();
  return wrong.length > 0 ? undefined : top.children[0];
}
