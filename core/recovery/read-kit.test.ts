import { describe, expect, test } from 'vitest';
import { renderKitText } from '../app/kit/render-kit-text.ts';
import { masterToWords } from '../crypto/recovery-words.ts';
import type { HoldfastError } from '../errors/holdfast-error.ts';
import { readKit } from './read-kit.ts';
import type { RecoveryKit } from './recovery-kit.ts';

const words = masterToWords(new Uint8Array(32).map((_, index) => index * 7));

const b2: RecoveryKit = {
  words,
  fingerprint: '0123-4567-89ab-cdef',
  store: { kind: 'b2', endpoint: 'https://api.backblazeb2.com', bucket: 'my-backups' },
  prefix: 'laptop/',
  repositoryId: '0123456789abcdef0123456789abcdef',
};
const s3: RecoveryKit = {
  ...b2,
  store: { kind: 's3', endpoint: 'https://s3.example.org', region: 'eu-central-1', bucket: 'my.backups' },
  prefix: '',
};

const page = (kit = b2): string => renderKitText({ kit, madeOn: new Date(0), program: 'holdfast 1.2.3' });

test.each([b2, s3])('the page of text is read back', (kit) => {
  expect(readKit(page(kit))).toEqual(kit);
});

describe('what a page goes through does not matter:', () => {
  const changes: Readonly<Record<string, (text: string) => string>> = {
    'lines end as on Windows, with a mark at the beginning': (text) =>
      `\ufeff${text.replaceAll('\n', '\r\n')}`,
    'spaces that do not break': (text) => text.replaceAll(' ', '\u00a0'),
    'spaces everywhere': (text) => text.replaceAll(/ +/g, '   ').replaceAll('\n', '  \n\n  '),
    'quoted in a mail': (text) => text.replaceAll(/^/gm, '> > '),
    'words in capitals': (text) => text.replaceAll(/\d+ [a-z]+/g, (word) => word.toUpperCase()),
    'values behind their names, on a line of their own': (text) =>
      text.replaceAll(/^(\w+:) +/gm, '$1\n      '),
    'a long value in two lines': (text) => text.replace('0123456789abcdef01', '0123456789abcdef\n     01'),
    'a line below the last value': (text) => text.replace(/^(Repository.*)$[^]*/m, '$1\n-----\n\nPS'),
    'a word below the last value': (text) => text.replace(/^(Repository.*)$[^]*/m, '$1\n\nAda'),
    'words wrapped after 30 characters': (text) =>
      text.replaceAll(/^ +\d.*$/gm, (row) => row.replaceAll(/(.{10,25}) /g, '$1\n')),
    'words without numbers': (text) => text.replaceAll(/ \d+ (?=[a-z]+ *(?: |$))/gm, ' '),
    'typographic hyphens': (text) => text.replaceAll(/(?<=[0-9a-f]{4})-(?=[0-9a-f]{4})/g, '\u2011'),
    'a soft hyphen and a zero-width space that nobody sees': (text) =>
      text.replace('Fingerprint', 'Finger\u00adprint').replace('my-', '\u200bmy-'),
  };
  test.each(Object.entries(changes))('%s', (_, change) => {
    const changed = change(page());
    expect(changed).not.toBe(page());
    expect(readKit(changed)).toEqual(b2);
  });

  test('words in columns have their numbers', () => {
    const rows = words.map((word, index) => `${index + 1}\n${word}`);
    const columns = [0, 1, 2, 3].flatMap((column) => rows.filter((_, index) => index % 4 === column));
    const text = page().replace(/^( +\d+ [a-z]+ *)+$(\n( +\d+ [a-z]+ *)+$)*/m, columns.join('\n'));
    expect(text).not.toBe(page());
    expect(readKit(text).words).toEqual(words);
  });
});

test('a page of HTML is read as it is shown', () => {
  const cells = words.map((word, index) => `<li><b>${index + 1}</b>&nbsp;<span>${word}</span></li>`);
  const html = `<!DOCTYPE html><html><head><title>Bucket: no</title><style>p:after{content:"Prefix: x"}</style></head>
<body><!-- Fingerprint: none --><h2>Recovery
words:</h2><ol>${cells.join('')}</ol><svg><text>Bucket: no</text></svg><table>
<tr><th>Fingerprint:</th><td>0123-4567-89ab-cdef</td></tr><tr><th>Storage:<td>b2<tr><th>Endpoint:</th>
<td>https:&#47;&#x2f;api.backblazeb2.com</td></tr><tr><th>Bucket:</th><td>my-backups</td></tr>
<tr><th>Prefix:</th><td>laptop/</td></tr><tr><th>Repository:</th><td>${b2.repositoryId}</td></tr></table></body></html>`;
  expect(readKit(html)).toEqual(b2);
});

describe('what is wrong is said, with its line and without the words:', () => {
  const cases: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['nothing', () => '', /no recovery kit/],
    ['something else', () => 'Dear Ada,\nhow are you?', /no recovery kit/],
    ['far too long', (text) => text + ' '.repeat(1 << 20), /far too long/],
    ['a word is missing', (text) => text.replace(/ 5 [a-z]+/, ''), /line 15: there are 23 recovery words/],
    ['a word too many', (text) => text.replace(/( 5 [a-z]+)/, '$1 extra'), /line 15: there are 25/],
    ['a number twice', (text) => text.replace(/ 6 /, ' 5 '), /line 11: there is a second recovery word 5/],
    ['a number too high', (text) => text.replace(/ 6 /, ' 60 '), /line 11: .*from 1 to 24/],
    ['one number is missing', (text) => text.replace(/ 6 /, ' '), /line 11: .*from 1 to 24/],
    [
      'a digit of the fingerprint',
      (text) => text.replace('0123-', '012-'),
      /line 17: Fingerprint is not right/,
    ],
    ['no fingerprint', (text) => text.replace('Fingerprint', 'Print'), /"Fingerprint:" is missing/],
    ['an unknown kind', (text) => text.replace(/b2$/m, 'tape'), /line 18: Storage/],
    ['no address', (text) => text.replace('https:', ''), /line 19: Endpoint/],
    ['an address with a key', (text) => text.replace('//api', '//id:key@api'), /line 19: Endpoint/],
    ['an address that would leak the key', (text) => text.replace('https', 'http'), /line 19: .*unencrypted/],
    ['a bucket that is none', (text) => text.replace('my-backups', 'my backups'), /line 20: Bucket/],
    ['a prefix without its end', (text) => text.replace('laptop/', 'laptop'), /line 21: Prefix/],
    ['a short id', (text) => text.replace('abcdef01', 'abcdef'), /line 22: Repository/],
    [
      'two kits in a file',
      (text) => text + text.replace('my-backups', 'others'),
      /another Bucket than in line 20/,
    ],
  ];
  test.each(cases)('%s', (_, change, said) => {
    let error: unknown;
    try {
      readKit(change(page()));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'kit-unreadable' });
    const text = (error as HoldfastError).words;
    expect(text).toMatch(said);
    for (const word of words.filter((one) => one.length > 5)) expect(text).not.toContain(word);
  });
});

test('an S3 kit needs its region', () => {
  expect(() => readKit(page(s3).replace(/^Region.*\n/m, ''))).toThrow('Region');
});

test('a hostile page costs no more than its length', () => {
  for (const piece of ['<', '<!--', '&#', '<svg', '> ', '1 '])
    expect(() => readKit(`<!doctype html>${piece.repeat(200_000)}`)).toThrow('kit-unreadable');
});
