import { expect, test } from 'vitest';
import { childOf, childrenOf, readXml, textOf } from './xml-reader.ts';
import { escapeXml, xmlDocument } from './xml-writer.ts';

const read = (text: string) => readXml(Buffer.from(text), 'a');

test('reads elements, entities, CDATA, comments and namespaces', () => {
  const root = read(
    '\uFEFF<?xml version="1.0"?><!-- c --><n:a xmlns:n="x"><b k=\'v\'> 1 &amp; &#x41;&#66; </b><b/><c><![CDATA[<&>]]></c></n:a>\n',
  );
  expect(childrenOf(root, 'b').map(({ text }) => text)).toEqual([' 1 & AB ', '']);
  expect(textOf(root, 'c')).toBe('<&>');
  expect(childOf(root, 'd')).toBeUndefined();
});

test('reads back what the writer writes', () => {
  const text = `<&>"'\u0001\r\n\t😀`;
  const root = readXml(Buffer.from(xmlDocument('a', [['b', text]])), 'a');
  expect(root.children[0]?.text).toBe(text);
  expect(escapeXml('plain')).toBe('plain');
});

test('refuses what is not sound XML of the expected kind', () => {
  const wrong = [
    '',
    'text',
    '<b/>',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><a/>',
    '<a/>x',
    '<a b=c/>',
    '<a>&unknown;</a>',
    '<a>&amp</a>',
    '<a>&#x110000;</a>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a/>',
    `${'<a>'.repeat(30)}${'</a>'.repeat(30)}`,
    '<a><!-- ',
  ];
  for (const text of wrong) expect(() => read(text)).toThrow('XML');
  expect(() => childOf(read('<a><b/><b/></a>'), 'b')).toThrow('XML');
});
