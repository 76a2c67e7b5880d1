import type { ApiDependencies } from '../../../../hub/http/dependencies.ts';
import { send, startTestHub, type Reply, type TestHub } from './hub.ts';

/** A hub, and asking it as an administrator. */
export async function withAdmin(
  overrides: Partial<ApiDependencies>,
  run: (ask: (path: string, body?: unknown) => Promise<Reply>, hub: TestHub) => Promise<void>,
): Promise<void> {
  const hub = await startTestHub({ overrides });
  try {
    const token = await hub.issuer.token('admin', 'admin');
    await run((path, body) => send(hub, path, { token, ...(body === undefined ? {} : { body }) }), hub);
  } finally {
    await hub.close();
  }
}
