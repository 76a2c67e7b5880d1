/** Times as systems write them. */

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/** Vietnam has one time zone and no summer time: what a time without zone means, whatever machine reads it. */
const zoneOfVietnam = '+07:00';

/** Reads xs:dateTime or ISO 8601 as epoch milliseconds; undefined if it is neither or there is no such time. */
export function parseDateTime(text: string | undefined): number | undefined {
  const match = text === undefined ? null : dateTime.exec(text.trim());
  if (match === null) return undefined;
  const time = Date.parse(match[2] === undefined ? `${match[0]}${zoneOfVietnam}` : match[0]);
  return Number.isNaN(time) ? undefined : time;
}

/** Epoch milliseconds as ISO 8601 in UTC. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
