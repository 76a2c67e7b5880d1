import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeEnvelope } from '../../../connectors/lib/soap.ts';
import { child, childText, readXml, type XmlElement } from '../../../connectors/lib/xml.ts';

function read(source: string): XmlElement {
  const result = readXml(source);
  assert.ok(result.ok);
  return result.root;
}

const problemOf = (source: string) => {
  const result = readXml(source, { maxDepth: 5, maxElements: 20 });
  return result.ok ? undefined : result.problem;
};

describe('reading XML', function () {
  this.timeout(20_000);
  it('decodes entities, character references and CDATA, and drops prefixes', () => {
    const root = read('<n:a xmlns:n="u" n:k="&lt;&#272;"><n:b> &#x110;&amp;<![CDATA[<&]]> </n:b></n:a>');
    assert.equal(root.name, 'a');
    assert.equal(root.attributes.get('k'), '<Đ');
    assert.equal(childText(root, 'b'), 'Đ&<&');
  });

  it('knows where each element stands, exactly', () => {
    const parts = ['<p:c\r\n x="<">'.replace('<">', '&lt;">') + '😀<d/>\t</p:c >', '<c/>', '<c\t/>', '<c>&#65;</c>'];
    const source = `\ufeff<?xml version="1.0"?>\r\n<!-- <c> --><r xmlns:p="u">${parts.join(' \n')}</r>\n`;
    const root = read(source);
    assert.deepEqual(
      root.children.map(({ start, end }) => source.slice(start, end)),
      parts,
    );
    assert.ok(source.slice(root.start, root.end).endsWith('</r>'));
  });

  it('refuses DTDs, undefined entities, and what is not well-formed', () => {
    assert.equal(problemOf('<!DOCTYPE a><a/>'), 'doctype');
    assert.equal(problemOf('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 'doctype');
    assert.equal(problemOf('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), 'doctype');
    for (const broken of [
      '',
      'a',
      '<a>',
      '<a></b>',
      '<a/><b/>',
      '<a>&b;</a>',
      '<a b=c/>',
      '<a>\0</a>',
      '<a>&#0;</a>',
    ]) {
      assert.equal(problemOf(broken), 'not-well-formed', broken);
    }
  });

  it('is bounded in depth and in elements', () => {
    assert.equal(problemOf(`${'<a>'.repeat(5)}${'</a>'.repeat(5)}`), undefined);
    assert.equal(problemOf(`${'<a>'.repeat(6)}${'</a>'.repeat(6)}`), 'too-deep');
    assert.equal(problemOf(`<a>${'<b/>'.repeat(19)}</a>`), undefined);
    assert.equal(problemOf(`<a>${'<b/>'.repeat(20)}</a>`), 'too-many-elements');
  });
});

describe('writing SOAP', function () {
  this.timeout(20_000);
  const write = (parameters: Parameters<typeof writeEnvelope>[0]['parameters']) =>
    writeEnvelope({ namespace: 'urn:x', element: 'Ask', parameters });

  it('keeps the order, leaves out what is undefined, and writes empty elements', () => {
    const inner = [
      ['z', ''],
      ['y', '007'],
    ] as const;
    const text = write([
      ['B', inner],
      ['C', undefined],
      ['A', '<'],
    ]);
    assert.ok(text.includes('<Ask xmlns="urn:x"><B><z></z><y>007</y></B><A>&lt;</A></Ask>'));
  });

  it('writes any text so that it is read again, but for characters XML cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (value) => {
        const body = child(read(write([['v', value]])), 'Body');
        const possible = value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
        // XML 1.0, 2.11: a reader sees every line break as a line feed.
        assert.equal(body?.children[0]?.children[0]?.text, possible.replace(/\r\n?/g, '\n'));
      }),
    );
  });
});
