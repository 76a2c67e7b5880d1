/**
 * A citizen as the national message has them: one element `CongDan`, as a JSON value or as XML. What its own elements
 * cannot hold is in an element of the hub's own namespace, so that reading the message gives all of it back.
 */
import type { CitizenFields } from '../canonical/citizen.ts';
import type { OutboundMapping } from '../contract.ts';
import { todayAt } from '../lib/dates.ts';
import { top } from '../lib/fields.ts';
import { jsonInXml, writeXml, type XmlItem } from '../lib/xml-writer.ts';
import { notInStandard, writeExtension } from './extension.ts';
import { readStandard } from './reading.ts';
import { extension, extensionNamespace, extensionPrefix, namespace, prefix, root } from './wire.ts';
import { writeStandard } from './writing.ts';

type Person = Parameters<OutboundMapping['map']>[0];

/** The last day there is: what is held was checked against its own day when it came. */
const anyDay = todayAt('');

export const qcvn109Mapping: OutboundMapping = { id: 'qcvn109', version: 1, map: toJson };
export const qcvn109XmlMapping: OutboundMapping = { id: 'qcvn109-xml', version: 1, map: toXml };

function toJson(person: Person): Record<string, unknown> {
  const { item, rest } = compose(person);
  return Object.keys(rest).length === 0 ? item : { ...item, [extension]: writeExtension(rest) };
}

function toXml(person: Person): string {
  const { item, rest } = compose(person);
  const xml = writeXml(root, item, { prefix, namespace });
  if (Object.keys(rest).length === 0) return xml;
  const content = jsonInXml(JSON.stringify(writeExtension(rest)));
  const own = writeXml(extension, content, { prefix: extensionPrefix, namespace: extensionNamespace });
  const end = xml.lastIndexOf('</');
  return xml.slice(0, end) + own + xml.slice(end);
}

/** The standard's elements, and the fields that cannot be read back from them as they are. */
function compose({ personalNumber, fields }: Person): { item: XmlItem; rest: CitizenFields } {
  const item = writeStandard(personalNumber, fields);
  const findings = { faults: [], warnings: [] };
  const standard = readStandard({ at: (name) => top(item, name), findings, today: anyDay });
  return { item, rest: notInStandard(fields, standard) };
}
