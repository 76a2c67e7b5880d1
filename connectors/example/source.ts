/** Reads the system's records on by sequence. */
import type { Extraction, Page, Source } from '../contract.ts';
import type { HttpClient } from '../lib/http.ts';
import { checkAnswer, cutArray, parseJson, type JsonItem } from '../lib/json.ts';
import type { Guard } from '../lib/resilience.ts';
import type { ExampleSettings } from './config.ts';
import { entry, pageAnswer } from './wire.ts';

export const system = 'example';

/** One item of a page as a record: its own source text as the body, and what the hub needs to route it. */
function extract({ value, source }: JsonItem): Extraction {
  const result = entry.safeParse(value);
  if (!result.success) {
    // Nothing is dropped: what cannot be routed keeps its bytes, with all that is wrong with it and never the value.
    const faults = result.error.issues.map(({ path }) => ({
      path: path.join('.'),
      code: 'not-a-record',
      expected: 'see wire.ts',
    }));
    return { ok: false, contentType: 'application/json', body: source, faults };
  }
  const { kind, id, sequence, personalNumber } = result.data;
  return {
    ok: true,
    record: {
      type: kind,
      sourceKey: id, // names the fact: a newer version of it has the same key
      sourceVersion: sequence, // the source's own order: the higher is newer
      operation: 'upsert',
      subject: { scheme: 'personal-number', value: personalNumber },
      contentType: 'application/json',
      body: source,
    },
  };
}

/** The sequences of the items that have one. */
function sequences(items: readonly JsonItem[]): number[] {
  return items.flatMap(({ value }) => {
    const result = entry.pick({ sequence: true }).safeParse(value);
    return result.success ? [result.data.sequence] : [];
  });
}

/** Asks for the page after a sequence. `http` judges the answer; `guard` repeats, limits and breaks around it. */
export function askPage(
  { settings, http, guard }: { settings: ExampleSettings; http: HttpClient; guard: Guard },
  after: number,
  signal: AbortSignal,
) {
  const operation = 'reading page';
  // Sequences may stand in an address; identity numbers, names and keys must not.
  const url = `${settings.baseUrl}/records?after=${String(after)}&limit=${String(settings.pageSize)}`;
  return guard.run(operation, signal, async () => {
    const request = { operation, method: 'GET' as const, url, headers: { 'x-api-key': settings.apiKey } };
    const { text } = await http.send(request, signal);
    const root = parseJson(text);
    const { last } = checkAnswer(root, pageAnswer, { system, operation });
    return { last, items: cutArray(text, root, 'records') ?? [] };
  });
}

/** Makes the source: one `pull` reads to the end there is now, and yields at least one page. */
export function makeExampleSource(via: Parameters<typeof askPage>[0]): Source {
  return {
    pull: async function* (from, signal) {
      let after = typeof from?.['after'] === 'number' ? from['after'] : 0;
      for (;;) {
        const { items, last } = await askPage(via, after, signal);
        const read = Math.max(after, ...sequences(items));
        // This system does not say when it recorded something: the lag in seconds cannot be known.
        const page: Page = {
          extractions: items.map(extract),
          cursor: { after: read },
          lag: { events: Math.max(0, last - read), seconds: 0 },
        };
        // The hub saves this cursor once Kafka has all of the page, and only then asks for the next.
        yield page;
        if (read === after || read >= last) return;
        after = read;
      }
    },
  };
}
