/** What the provincial portal makes of the hub's answers, and how it calls the hub. */
import assert from 'node:assert/strict';
import nock from 'nock';
import { z } from 'zod';
import { loadForms } from '../../../hub/http/forms.ts';
import { mappings } from '../../../mappings/registry.ts';
import { createPeople } from '../../../scripts/sandbox/people/people.ts';
import { loadPlaces } from '../../../scripts/sandbox/people/places.ts';
import { createRegistry } from '../../../scripts/sandbox/people/registry.ts';
import { givenFields, shownDefinition } from '../../../scripts/sandbox/site/definition.ts';
import { dayIn, explain, systemName } from '../../../scripts/sandbox/site/explain.ts';
import { createHub, type FieldAnswer, type Filled, type Prefilled } from '../../../scripts/sandbox/site/hub.ts';
import { createSitePortal } from '../../../scripts/sandbox/site/portal.ts';
import { useNock } from '../../support/nock.ts';

const forms = loadForms();
const given: Filled = {
  ...{ value: 'Nam', seal: 's'.repeat(24), source: 'population', asOf: '2025-07-05T20:00:00.000Z' },
  ...{ confidence: 'trusted', lock: true },
};

const attributes = z.object({ readonly: z.string() }).optional();
const component = z.object({
  ...{ key: z.string(), type: z.string(), label: z.string(), description: z.string().optional(), attributes },
  data: z.object({ values: z.array(z.object({ value: z.string(), label: z.string() })) }).optional(),
});

function manifestOf(id: string) {
  return forms.find(id)?.form.manifest ?? assert.fail(`no form ${id}`);
}

function shown(id: string, answers: Prefilled['fields'], language: 'vi' | 'en' = 'vi') {
  return componentsOf(shownDefinition(manifestOf(id), answers, language));
}

function componentsOf(definition: object) {
  const { components } = z.object({ components: z.array(component) }).parse(definition);
  return new Map(components.map((each) => [each.key, each] as const));
}

describe('the definition a portal shows', () => {
  it('has every field of every form, locks what the answer locks and nothing else', () => {
    for (const id of forms.ids) {
      const { fields } = manifestOf(id);
      const answers = Object.fromEntries(
        fields.map((field, index) => [field.id, { ...given, lock: index % 2 === 0 }] as const),
      );
      const components = shown(id, answers);
      assert.deepEqual([...components.keys()], fields.map((field) => field.id)); // prettier-ignore
      fields.forEach((field, index) => {
        if (field.type === 'table') return;
        const isLocked = components.get(field.id)?.attributes?.readonly !== undefined;
        assert.equal(isLocked, index % 2 === 0, `${id}: ${field.id}`);
      });
    }
  });

  it('shows a locked choice as text, since a list cannot be kept from being opened', () => {
    const id = 'marital-status-certificate';
    assert.equal(shown(id, { personSex: given }).get('personSex')?.type, 'textfield');
    const open = shown(id, { personSex: { ...given, lock: false } }, 'en').get('personSex');
    assert.equal(open?.type, 'select');
    assert.deepEqual(open.data?.values[0], { value: 'Nam', label: 'Male' });
    assert.equal(open.label, 'Sex of the person');
  });

  it('takes what systems state for text, not for HTML or a template', () => {
    const answer: FieldAnswer = { reason: 'conflict', candidates: ['<img src=x onerror=alert(1)>', '{{ data }}'] };
    const description = shown('ct01', { fullName: answer }).get('fullName')?.description ?? '';
    assert.match(description, /&lt;img src=x/);
    assert.ok(!description.includes('<img') && !description.includes('{{'));
  });

  it('hands in of a table the cells that have a value', () => {
    const rows = [{ name: { value: 'An' }, phone: { reason: 'not-held' } as const }];
    const { seal, source, asOf, confidence, lock } = given;
    const table: FieldAnswer = { rows, seal, source, asOf, confidence, lock };
    assert.deepEqual(givenFields({ table })['table']?.value, [{ name: 'An' }]);
    assert.deepEqual(givenFields({ phone: { reason: 'not-held' } }), {});
  });
});

describe('what a portal says of a field', () => {
  it('is its source and the day in Việt Nam, in both languages', () => {
    assert.deepEqual(explain(given, 'vi'), {
      kind: 'given',
      brief: 'CSDL quốc gia về dân cư · 06/07/2025',
      detail: 'Không cần khai, không sửa được. Cơ quan có trách nhiệm xác nhận.',
    });
    assert.equal(explain(given, 'en').brief, 'National population database · 6 July 2025');
    const married: FieldAnswer = { ...given, source: 'civil-status', validFrom: '2006-05' };
    assert.match(explain(married, 'en').detail, /So since May 2006\./);
  });

  it('names every system that may have stated it in words of each language', () => {
    for (const { id } of mappings) {
      const { vi, en } = systemName(id);
      assert.ok(vi !== id && en !== id && vi !== en, id);
    }
  });

  it('is why it is empty', () => {
    assert.deepEqual(explain({ reason: 'declared-by-citizen' }, 'vi'), {
      kind: 'citizen',
      brief: 'Công dân tự khai',
      detail: '',
    });
    const away: FieldAnswer = { reason: 'source-unavailable', since: '2026-01-01T00:00:00Z' };
    assert.deepEqual(explain(away, 'en').detail, 'Since 1 January 2026.');
    assert.match(explain({ reason: 'needs-confirmation', candidates: ['A', 'B'] }, 'vi').detail, /Có thể là: A; B\./);
    assert.equal(dayIn('1990', 'vi'), '1990');
  });
});

const [hubUrl, tokens] = ['http://hub.test', 'http://sandbox.test'] as const;
const clients = { portal: { id: 'portal', secret: 'p' }, admin: { id: 'admin', secret: 'a' } };
const answer = { version: '1', subject: { known: true }, fields: { fullName: given }, seal: 'the.whole.seal' };

describe('the portal’s way to the hub', () => {
  useNock();
  let now = 0;
  const hub = (url: string | undefined = hubUrl) =>
    createHub({ url, tokenEndpoint: `${tokens}/oauth/token`, clients, now: () => now });
  const tokenOf = (times = 1) =>
    nock(tokens).post('/oauth/token').basicAuth({ user: 'portal', pass: 'p' }).times(times).reply(200, { access_token: 't', expires_in: 600 }); // prettier-ignore
  const prefilling = () => nock(hubUrl).post('/v1/prefill').matchHeader('authorization', 'Bearer t');

  it('fetches a token once, and again before it runs out', async () => {
    const asked = tokenOf(2);
    prefilling().times(3).reply(200, answer);
    const own = hub();
    await own.prefill({});
    await own.prefill({});
    assert.equal(asked.isDone(), false);
    now += 541_000;
    await own.prefill({});
    assert.ok(asked.isDone());
  });

  it('tells a hub that is away from one that refuses, and from none', async () => {
    tokenOf(3);
    prefilling().reply(503, {});
    await assert.rejects(hub().prefill({}), { code: 'hub-silent' });
    prefilling().reply(422, { title: 'The request has faults.' });
    await assert.rejects(hub().prefill({}), { code: 'hub-refused' });
    prefilling().reply(200, { fields: {} });
    await assert.rejects(hub().prefill({}), { code: 'hub-refused' });
    await assert.rejects(createHub({ url: undefined, tokenEndpoint: '', clients, now: () => 0 }).prefill({}), { code: 'no-hub' }); // prettier-ignore
  });

  it('names whom the form is about beside the citizen', async () => {
    tokenOf();
    const registry = createRegistry(createPeople(1, 50, loadPlaces()));
    const portal = createSitePortal({ hub: hub(), forms, registry, now: () => Date.UTC(2026, 0, 2) });
    // A couple: he is the first of the samples, she the second.
    const [{ number: citizen }, other] = [portal.citizen(0), portal.citizen(1)];
    const choice = { form: 'marriage-registration', citizen };
    const people: unknown[] = [];
    prefilling()
      .times(2)
      .reply(200, (_uri, body) => {
        people.push(z.object({ people: z.unknown() }).partial().parse(body).people);
        return { ...answer, fields: {} };
      });
    const named = await portal.open({ ...choice, other: other.number });
    await portal.open(choice);
    assert.deepEqual(people, [{ wife: { personalNumber: other.number } }, undefined]);
    assert.deepEqual(named.other, { role: { vi: 'Bên nữ', en: 'The woman' }, citizen: other });
  });

  it('writes dates and the law in the words of each language', async () => {
    tokenOf();
    const registry = createRegistry(createPeople(1, 50, loadPlaces()));
    const portal = createSitePortal({ hub: hub(), forms, registry, now: () => 0 });
    const { number, born } = portal.citizen(0);
    assert.match(`${born.vi} ${born.en}`, /^\d\d\/\d\d\/\d{4} \d{1,2} [A-Z][a-z]+ \d{4}$/);
    assert.deepEqual(portal.start().citizens[0]?.born, born);
    prefilling().reply(200, { ...answer, fields: {} });
    const { legalSource } = await portal.open({ form: 'household-business-registration', citizen: number });
    assert.deepEqual(legalSource, {
      vi: 'Nghị định 168/2025/NĐ-CP; Thông tư 68/2025/TT-BTC, mẫu giấy đề nghị dành cho hộ kinh doanh',
      en: 'Decree 168/2025/NĐ-CP; Circular 68/2025/TT-BTC, form of application for household businesses',
    });
  });

  it('takes nobody for the other person who cannot be', async () => {
    const registry = createRegistry(createPeople(1, 50, loadPlaces()));
    const portal = createSitePortal({ hub: hub(), forms, registry, now: () => 0 });
    const [one, other] = [portal.citizen(0).number, portal.citizen(1).number];
    const sameSex = Array.from({ length: 50 }, (_, index) => registry.inPopulation(index)).find(
      (each) => each?.sex === registry.inPopulation(0)?.sex && each?.personalNumber !== one,
    );
    const unfit = { code: 'unfit-other' };
    const marriage = { form: 'marriage-registration', citizen: one };
    await assert.rejects(portal.open({ ...marriage, other: one }), unfit);
    await assert.rejects(portal.open({ ...marriage, other: sameSex?.personalNumber ?? '' }), unfit);
    await assert.rejects(portal.open({ form: 'ct01', citizen: one, other }), unfit);
    const asking = portal
      .start()
      .forms.flatMap(({ id, other: label }) => (label === undefined ? [] : [[id, label.vi]]));
    assert.deepEqual(asking, [['death-registration', 'Người yêu cầu'], ['marriage-registration', 'Bên nữ / Bên nam']]); // prettier-ignore
  });

  it('keeps the seal of the answer, and hands in to the case it was opened for', async () => {
    tokenOf();
    const registry = createRegistry(createPeople(1, 50, loadPlaces()));
    const portal = createSitePortal({ hub: hub(), forms, registry, now: () => Date.UTC(2026, 0, 2) });
    const { number } = portal.citizen(0);
    prefilling().reply(200, answer);
    const opening = await portal.open({ citizen: number, form: 'ct01' });
    assert.equal(opening.caseCode, 'H29.12-260102-0001');
    assert.ok(!JSON.stringify(opening).includes(answer.seal));
    assert.match(opening.legalSource.vi, /^Thông tư 56\/2021\/TT-BCA/);
    assert.match(opening.legalSource.en, /^Circular 56\/2021\/TT-BCA/);
    const fields = { fullName: { value: 'Nam', seal: 's' } };
    const verified = { seal: 'genuine', fields: { fullName: 'edited' }, outcome: 'recorded' };
    nock(hubUrl)
      .post('/v1/prefill/verify', (body: Record<string, unknown>) => {
        const { seal, caseCode, final, subject } = body;
        assert.deepEqual({ seal, caseCode, final, subject }, { seal: answer.seal, caseCode: opening.caseCode, final: true, subject: { personalNumber: number } }); // prettier-ignore
        return true;
      })
      .reply(200, verified);
    assert.deepEqual(await portal.submit({ opening: opening.id, fields }), verified);
    await assert.rejects(portal.submit({ opening: 'another', fields }), { code: 'unknown-opening' });
    assert.throws(() => portal.citizen(1e9), { code: 'unknown-citizen' });
  });
});
