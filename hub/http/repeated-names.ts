/** Where a name begins a member, and where an object begins and ends. */
const parts = /"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[{}]/g;

/**
 * Whether an object in a JSON text has two members of one name. `JSON.parse` takes the last of them and others the first
 * (RFC 8259, section 4), so what is said of one is not said of what somebody else reads. The text has to be JSON.
 */
export function hasRepeatedName(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [part] of json.matchAll(parts)) {
    if (part === '{') open.push(new Set());
    else if (part === '}') open.pop();
    else if (part.endsWith(':') && !isFirst(part, open.at(-1))) return true;
  }
  return false;
}

/** Names are one whichever way they are written: a letter may stand as an escape. */
function isFirst(part: string, names: Set<string> | undefined): boolean {
  const name = String(JSON.parse(part.slice(0, -1)));
  if (names?.has(name) === true) return false;
  names?.add(name);
  return true;
}
