/** What the national portal holds: per key the newest item, each in one buffer. */

export type Held = { version: number | undefined; receivedAt: number; item: unknown };

export type Store = {
  readonly size: number;
  has(key: string): boolean;
  version(key: string): number | undefined;
  put(key: string, held: Held): void;
  get(key: string): Held | undefined;
};

const headerBytes = 16;

/** An empty store. A buffer holds the version (NaN for none) and the time as doubles, then the item as JSON. */
export function createStore(): Store {
  const items = new Map<string, Buffer>();
  const versionIn = (buffer: Buffer) => {
    const version = buffer.readDoubleLE(0);
    return Number.isNaN(version) ? undefined : version;
  };
  return {
    get size() {
      return items.size;
    },
    has: (key) => items.has(key),
    version: (key) => {
      const buffer = items.get(key);
      return buffer === undefined ? undefined : versionIn(buffer);
    },
    put: (key, held) => {
      const json = JSON.stringify(held.item);
      const buffer = Buffer.allocUnsafeSlow(headerBytes + Buffer.byteLength(json));
      buffer.writeDoubleLE(held.version ?? NaN, 0);
      buffer.writeDoubleLE(held.receivedAt, 8);
      buffer.write(json, headerBytes);
      items.set(key, buffer);
    },
    get: (key) => {
      const buffer = items.get(key);
      if (buffer === undefined) return undefined;
      const item: unknown = JSON.parse(buffer.toString('utf8', headerBytes));
      return { version: versionIn(buffer), receivedAt: buffer.readDoubleLE(8), item };
    },
  };
}
