/** SOAP 1.1 (W3C note of 8 May 2000) over HTTP: writing a request, reading an answer or a fault. */
import XMLBuilder from 'fast-xml-builder';
import { ConnectorError } from '../errors.ts';
import type { HttpAnswer, HttpClient } from './http.ts';
import type { Place } from './http-failures.ts';
import { child, childText, readXml, type XmlElement } from './xml.ts';

/** Content of an element: text, or child elements in the order given. Undefined ones are left out. */
export type XmlContent = string | readonly (readonly [name: string, content: XmlContent | undefined])[];

export type SoapCall = {
  system: string;
  operation: string;
  url: string;
  headers: Record<string, string>;
  /** Namespace of the operation's element. */
  namespace: string;
  element: string;
  parameters: XmlContent;
  timeoutMs?: number | undefined;
  /** Recognises a fault that is an answer to the caller: a name for it, or undefined for all others. */
  expectedFault?: ((fault: XmlElement) => string | undefined) | undefined;
};

/** `source` is the whole message, in which the elements' positions hold. */
export type SoapAnswer =
  { kind: 'answer'; element: XmlElement; source: string } | { kind: 'expected-fault'; fault: string };

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const builder = new XMLBuilder({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' });

/** Characters XML 1.0 (2.2) cannot hold, not even escaped: controls but tab and line breaks, lone surrogates. */
const impossible = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

type Node = Record<string, unknown>;

function toNodes(content: XmlContent): Node[] {
  if (typeof content === 'string') return [{ '#text': content.replace(impossible, '') }];
  return content.flatMap(([name, inner]) => (inner === undefined ? [] : [{ [name]: toNodes(inner) }]));
}

/** Writes the envelope of a request, parameters in the order given, every text escaped. */
export function writeEnvelope(call: Pick<SoapCall, 'namespace' | 'element' | 'parameters'>): string {
  const operation = { [call.element]: toNodes(call.parameters), ':@': { xmlns: call.namespace } };
  const body = { 'soap:Body': [operation] };
  const envelope = { 'soap:Envelope': [body], ':@': { 'xmlns:soap': envelopeNamespace } };
  return `<?xml version="1.0" encoding="UTF-8"?>${builder.build([envelope])}`;
}

/** What stands in the Body; undefined if the text is no SOAP envelope. */
function readBody(source: string): XmlElement | undefined {
  const result = readXml(source);
  if (!result.ok || result.root.name !== 'Envelope') return undefined;
  return child(result.root, 'Body')?.children[0];
}

/** SOAP 1.1, 4.4.1: the code's first part says whom the fault blames. */
function faultCode(fault: XmlElement): 'soap-client-fault' | 'soap-server-fault' {
  const code = childText(fault, 'faultcode') ?? '';
  return /^([^:]*:)?Client(\.|$)/.test(code) ? 'soap-client-fault' : 'soap-server-fault';
}

function readFault(call: SoapCall, fault: XmlElement, at: Place & { status: number }): SoapAnswer {
  const expected = call.expectedFault?.(fault);
  if (expected === undefined) throw new ConnectorError(faultCode(fault), at);
  return { kind: 'expected-fault', fault: expected };
}

function interpret(call: SoapCall, http: HttpClient, answer: HttpAnswer): SoapAnswer {
  const at = { system: call.system, operation: call.operation, status: answer.status };
  const element = readBody(answer.text);
  if (element?.name === 'Fault') return readFault(call, element, at);
  if (answer.status === 500) throw http.judge(call.operation, answer);
  if (element?.name !== `${call.element}Response`) throw new ConnectorError('malformed-answer', at);
  return { kind: 'answer', element, source: answer.text };
}

/**
 * Makes one call.
 * @throws ConnectorError; a fault that blames our message is 'soap-client-fault', any other 'soap-server-fault'
 */
export async function callSoap(http: HttpClient, call: SoapCall, signal: AbortSignal): Promise<SoapAnswer> {
  const answer = await http.send(
    {
      operation: call.operation,
      method: 'POST',
      url: call.url,
      headers: { ...call.headers, 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
      body: writeEnvelope(call),
      alsoRead: [500],
      ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
    },
    signal,
  );
  return interpret(call, http, answer);
}
