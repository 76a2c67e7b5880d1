/** A seal is about a person, whichever of their numbers a submission names. */
import assert from 'node:assert/strict';
import { HubError } from '../../../hub/errors.ts';
import { personKeys } from '../../../hub/identity/keys.ts';
import { prefillSchema } from '../../../hub/http/schemas/prefill.ts';
import { codeOf, faultsOf, send, type Reply, type TestHub } from './support/hub.ts';
import { good, number as former, prefill, withHub } from './support/prefill.ts';

const [current, foreign] = ['079088000002', '079088000003'];

/** What is asked for under one number, handed in under each of these. */
async function handIn(hub: TestHub, numbers: readonly string[]): Promise<Reply[]> {
  const { seal, form, version } = prefillSchema.parse((await prefill(hub, good)).body);
  const token = await hub.issuer.token('portal', 'prefill');
  const submission = { seal, form, version, caseCode: good.caseCode, fields: {} };
  return Promise.all(
    numbers.map((personalNumber) =>
      send(hub, '/v1/prefill/verify', { token, body: { ...submission, subject: { personalNumber } } }),
    ),
  );
}

describe('a seal of somebody whose number was replaced', () => {
  const keyOf = personKeys('a key of more than thirty-two characters');
  const both = [keyOf(former), keyOf(current)];

  it('is good under either number and under nobody else’s, and the store is asked where it has to be', () => {
    const asked: string[] = [];
    const keysOfPerson = (key: string): Promise<string[]> => {
      asked.push(key);
      return Promise.resolve(both.includes(key) ? both : [key]);
    };
    return withHub({ overrides: { keysOfPerson } }, async (hub) => {
      const [asAsked, asToldOf, other] = await handIn(hub, [former, current, foreign]);
      assert.deepEqual([asAsked?.status, asAsked?.body['seal']], [200, 'genuine']);
      assert.deepEqual([asToldOf?.status, asToldOf?.body['seal']], [200, 'genuine'], asToldOf?.text);
      assert.ok(other !== undefined);
      assert.deepEqual([codeOf(other), faultsOf(other)], ['seal-of-another-person', ['subject.personalNumber: seal-of-another-person']]); // prettier-ignore
      assert.deepEqual(asked.sort(), [keyOf(current), keyOf(foreign)].sort());
    });
  });

  it('is not called another’s while the store cannot say whose the number is', () => {
    const keysOfPerson = () => Promise.reject(new HubError('store-unavailable', 'reading the keys of a person'));
    return withHub({ overrides: { keysOfPerson } }, async (hub) => {
      const [asAsked, asToldOf] = await handIn(hub, [former, current]);
      assert.equal(asAsked?.status, 200);
      assert.ok(asToldOf !== undefined);
      assert.deepEqual([asToldOf.status, codeOf(asToldOf)], [503, 'store-unavailable']);
    });
  });
});
