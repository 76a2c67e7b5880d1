import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxXmlLength, parseXml } from '../../../mappings/lib/xml.ts';

describe('XML of a record', () => {
  it('becomes texts and elements by local name', () => {
    const xml =
      '\ufeff<?xml version="1.0"?>\r\n<!-- note --><n:a xmlns:n="urn:x" b="1>2"><n:b> 1 </n:b><n:c/><n:b>2</n:b></n:a >\n';
    assert.deepEqual(parseXml(xml), { ok: true, name: 'a', value: { b: ['1', '2'], c: '' } });
  });

  it('keeps texts as texts', () => {
    assert.deepEqual(parseXml('<a><b>007</b><c>1e3</c><d>true</d></a>'), {
      ok: true,
      name: 'a',
      value: { b: '007', c: '1e3', d: 'true' },
    });
  });

  it('resolves the references XML knows, and no others', () => {
    assert.deepEqual(parseXml('<a>&#x110;&#7882;&amp;lt;&lt;&apos;</a>'), { ok: true, name: 'a', value: "ĐỊ&lt;<'" });
    assert.deepEqual(parseXml('<a><![CDATA[&amp;<b>]]></a>'), { ok: true, name: 'a', value: '&amp;<b>' });
    for (const text of ['&nbsp;', 'a & b', '&#x110000;', '&;', '&#;', '&#9999999;', '&amp']) {
      assert.deepEqual(parseXml(`<a>${text}</a>`), { ok: false }, text);
    }
  });

  it('is refused with a DTD, wherever it stands', () => {
    for (const xml of ['<!DOCTYPE a><a/>', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', '<a><!DOCTYPE a></a>']) {
      assert.deepEqual(parseXml(xml), { ok: false }, xml);
    }
  });

  it('is refused where it is not well-formed', () => {
    for (const xml of [
      '', 'a', '<a', '<a>', '</a>', '<a></b>', '<a><b></a>', '<a><b></a></b>', '<a/><b/>', '<a></a></a>', 'x<a/>', '<a/>x',
      '<a>x</a/>', '< a></a>', '<1a/>', '<a><!-- </a>', '<a><![CDATA[</a>', '<ab></a>', '<a></ab>',
    ]) assert.deepEqual(parseXml(xml), { ok: false }, xml); // prettier-ignore
  });

  it('is bounded in size and depth', () => {
    assert.deepEqual(parseXml(`<a>${'x'.repeat(maxXmlLength)}</a>`), { ok: false });
    assert.deepEqual(parseXml('<a>'.repeat(30) + '</a>'.repeat(30)), { ok: false });
    assert.deepEqual(parseXml('<a>'.repeat(5000) + '</a>'.repeat(5000)), { ok: false });
    assert.ok(parseXml(`<a>${'<b/>'.repeat(20_000)}</a>`).ok);
  });

  it('never throws, and gives no object that could pass for more than data', () => {
    const part = fc.constantFrom('<a>', '</a>', '<a/>', '<__proto__>', '</__proto__>', '&#0;', '<![CDATA[', ']]>', '<!--', '-->', '<?', '?>', 'x', ' ', '"', "'", '=', '<', '>', '/', '&', ';', '<constructor/>', '#text'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const parsed = parseXml(parts.join(''));
        if (parsed.ok) assert.equal(typeof parsed.name, 'string');
        assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
