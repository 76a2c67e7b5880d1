/** The verdict is on what was sent, every member of it, however the JSON was written. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasRepeatedName } from '../../../hub/http/repeated-names.ts';
import { prefillSchema } from '../../../hub/http/schemas/prefill.ts';
import { codeOf, faultsOf, send, view, type Reply, type TestHub } from './support/hub.ts';
import { good, number, prefill, withHub } from './support/prefill.ts';

const said = { system: 'population', asOf: '2026-01-02', rule: 'population', trusted: true };
const child = { name: { text: 'Lê An' }, personalNumber: '079088000002' };

/** Hands a table in that the hub has filled, its field written as `write` says. */
async function handIn(hub: TestHub, write: (value: string, seal: string) => string): Promise<Reply> {
  const key = hub.personKey(number);
  hub.citizens.set(key, view(key, 'Trần Thị Mẹ', { householdMembers: { ...said, value: [child] } }));
  const { seal, form, version, fields } = prefillSchema.parse((await prefill(hub, { ...good, form: 'tk1-ts' })).body);
  const table = fields['members'];
  assert.ok(table !== undefined && 'rows' in table);
  const cells = table.rows.map((row) =>
    Object.fromEntries(Object.entries(row).flatMap(([id, cell]) => ('value' in cell ? [[id, cell.value]] : []))),
  );
  const place = { seal, caseCode: good.caseCode, form, version, subject: good.subject };
  const field = write(JSON.stringify(cells), JSON.stringify(table.seal));
  const body = `${JSON.stringify(place).slice(0, -1)},"fields":{"members":${field}}}`;
  const headers = { 'Content-Type': 'application/json' };
  return send(hub, '/v1/prefill/verify', { body, headers, token: await hub.issuer.token('portal', 'prefill') });
}

const member = (name: string): string => `"${name}":"Nguyễn Văn Khác",`;

describe('what is handed in', () => {
  it('is untouched as it was given, and edited with a member more, whatever it is called', () =>
    withHub({}, async (hub) => {
      for (const [more, verdict] of [
        ['', 'untouched'],
        [member('other'), 'edited'],
        [member('__proto__'), 'edited'],
      ] as const) {
        // prettier-ignore
        const reply = await handIn(hub, (value, seal) => `{"value":${value.replace('{', `{${more}`)},"seal":${seal}}`);
        assert.deepEqual(reply.body['fields'], { members: verdict }, reply.text);
      }
    }));

  it('is refused with a member more where there is no place for one', () =>
    withHub({}, async (hub) => {
      const beside = await handIn(hub, (value, seal) => `{"__proto__":"x","value":${value},"seal":${seal}}`);
      assert.deepEqual(faultsOf(beside), ['fields.members.(other): unknown-field']);
      const among = await handIn(hub, (value, seal) => `{"value":${value},"seal":${seal}},"__proto__":{"value":"x"}`);
      assert.deepEqual([codeOf(among), faultsOf(among)], ['extra-fields', ['fields.(other): extra-field']]);
    }));

  it('is refused where a name is there twice, since another reader may take the other', () =>
    withHub({}, async (hub) => {
      for (const name of ['name', 'n\\u0061me']) {
        const reply = await handIn(
          hub,
          (value, seal) => `{"value":${value.replace('{', `{${member(name)}`)},"seal":${seal}}`,
        );
        assert.deepEqual([reply.status, faultsOf(reply)], [422, [': repeated-name']]);
        assert.ok(!reply.text.includes('Khác'));
      }
    }));
});

type Tree = string | Tree[] | { members: [string, Tree][] };

const name = fc.constantFrom('a', 'b', '', '__proto__', 'x:', '"', '\\', '{}');
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('{"a":1,"a":1}', 'a', '":', '\\"'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('tree')), { maxLength: 3 }).map((members) => ({ members })),
  ),
})).tree;

function textOf(of: Tree, space: string): string {
  if (typeof of === 'string') return JSON.stringify(of);
  if (Array.isArray(of)) return `[${of.map((each) => textOf(each, space)).join(`,${space}`)}]`;
  const members = of.members.map(([key, value]) => `${JSON.stringify(key)}${space}:${space}${textOf(value, space)}`);
  return `{${space}${members.join(`,${space}`)}${space}}`;
}

function isRepetitive(of: Tree): boolean {
  if (typeof of === 'string') return false;
  if (Array.isArray(of)) return of.some(isRepetitive);
  const names = of.members.map(([key]) => key);
  return new Set(names).size < names.length || of.members.some(([, value]) => isRepetitive(value));
}

describe('a name that is there twice', () => {
  it('is found in whichever object it is, and a name in several objects is not', () => {
    const property = fc.property(tree, fc.constantFrom('', ' ', '\n\t'), (drawn, space) => {
      assert.equal(hasRepeatedName(textOf(drawn, space)), isRepetitive(drawn));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
