/** Asking a hub in memory to fill a form. */
import { send, startTestHub, type Behaviour, type Reply, type TestHub } from './hub.ts';

export const number = '079190000001';
export const good = { form: 'ct01', subject: { personalNumber: number }, purpose: 'TTHC', caseCode: 'C-1' };

type Field = { value?: string; source?: string; asOf?: string; reason?: string; since?: string; seal?: string };

/** A field of an answer, by its id in the form. */
export function field(reply: Reply, id: string): Field {
  return (reply.body['fields'] as Record<string, Field>)[id] ?? {};
}

/** Runs a test against a hub that ends with it. */
export async function withHub(behaviour: Behaviour, run: (hub: TestHub) => Promise<void>): Promise<void> {
  const hub = await startTestHub(behaviour);
  try {
    await run(hub);
  } finally {
    await hub.close();
  }
}

/** Asks as the portal. */
export async function prefill(hub: TestHub, body: unknown = good): Promise<Reply> {
  return send(hub, '/v1/prefill', { body, token: await hub.issuer.token('portal', 'prefill') });
}
