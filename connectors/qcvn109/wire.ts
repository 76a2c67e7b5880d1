/**
 * The words of the national message (QCVN 109:2017/BTTTT), as far as cutting it into citizens and routing them needs
 * them, in XML and in the JSON that converters make of it: names with or without prefix, attributes among the members.
 */
import { cutArray, cutMember, isObject, type JsonItem } from '../lib/json.ts';
import { parseDateTime } from '../lib/time.ts';
import { childText, type XmlElement } from '../lib/xml.ts';

export const collectionName = 'CongdanCollection';
export const citizenName = 'CongDan';
export const numberName = 'SoDinhDanh';
const dataTimeName = 'ThoiDiemDuLieu';
const changedAtName = 'ThoiDiemCapNhat';

/** A citizen as they stand in the message, and what routing needs of them. Times in epoch milliseconds. */
export type Citizen = { source: string; personalNumber: unknown; changedAt: number | undefined };

/** The citizens in a message, and the time of the data if it is said. */
export type Citizens = { citizens: Citizen[]; dataTime: number | undefined };

/** Reads the citizens of a message: a collection of them, or one; undefined if it is neither. */
export function citizensInXml(root: XmlElement, text: string): Citizens | undefined {
  const read = (element: XmlElement): Citizen => ({
    source: text.slice(element.start, element.end),
    personalNumber: childText(element, numberName),
    changedAt: parseDateTime(childText(element, changedAtName)),
  });
  if (root.name === citizenName) return { citizens: [read(root)], dataTime: undefined };
  if (root.name !== collectionName) return undefined;
  const citizens = root.children.filter(({ name }) => name === citizenName).map(read);
  return { citizens, dataTime: parseDateTime(root.attributes.get(dataTimeName)) };
}

/** Reads the citizens of a message in JSON: a collection, under its name or by itself, a list of citizens, or one. */
export function citizensInJson(message: JsonItem): Citizens | undefined {
  if (Array.isArray(message.value)) return { citizens: citizensIn(message), dataTime: undefined };
  if (!isObject(message.value)) return undefined;
  const named = member(message, collectionName);
  if (named !== undefined) return isObject(named.value) ? inCollection(named) : undefined;
  const isCollection = [citizenName, dataTimeName].some((name) => member(message, name) !== undefined);
  return isCollection ? inCollection(message) : { citizens: [readCitizen(message)], dataTime: undefined };
}

function inCollection(collection: JsonItem): Citizens {
  const citizens = member(collection, citizenName);
  return { citizens: citizens === undefined ? [] : citizensIn(citizens), dataTime: time(collection, dataTimeName) };
}

/** Several citizens, or the one there is. */
function citizensIn(item: JsonItem): Citizen[] {
  return (cutArray(item.source, item.value, '') ?? [item]).map(readCitizen);
}

function readCitizen(item: JsonItem): Citizen {
  const number = member(item, numberName)?.value;
  return {
    source: item.source,
    personalNumber: typeof number === 'string' ? number.trim() : number,
    changedAt: time(item, changedAtName),
  };
}

function time(item: JsonItem, name: string): number | undefined {
  const value = member(item, name)?.value;
  return typeof value === 'string' ? parseDateTime(value) : undefined;
}

/** The member of that name, before which a converter may have left a prefix or its mark of an attribute. */
function member(item: JsonItem, name: string): JsonItem | undefined {
  const keys = isObject(item.value) ? Object.keys(item.value) : [];
  const key = keys.find((each) => each.replace(/^(?:[@_-]|[^:]*:)/, '') === name);
  return key === undefined ? undefined : cutMember(item, key);
}
