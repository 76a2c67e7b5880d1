/** What the policy table says of a request before anything is looked up. */
import type { Policies } from '../prefill/policies.ts';
import { requestFaultCodes } from './faults.ts';
import type { RequestFault } from './problems.ts';

type Asked = {
  client: string;
  /** As they came, unchecked. */
  purpose: unknown;
  /** Undefined where there is no such form. */
  form: string | undefined;
};

/** Faults of a request that no policy allows; none for what is no purpose at all, which the schema tells. */
export function policyFaults({ client, purpose, form }: Asked, policies: Policies): readonly RequestFault[] {
  if (typeof purpose !== 'string') return [];
  const purposes = policies.purposesOf(client);
  if (!purposes.includes(purpose)) {
    const expected = purposes.length === 0 ? 'no purpose is given to this client' : `one of: ${purposes.join(', ')}`;
    return [{ path: 'purpose', code: 'purpose-not-allowed', expected }];
  }
  if (form === undefined || policies.decide(client, purpose, form) !== undefined) return [];
  const expected = `${requestFaultCodes['form-not-allowed']} Allowed: ${policies.formsOf(client, purpose).join(', ')}`;
  return [{ path: 'form', code: 'form-not-allowed', expected }];
}
