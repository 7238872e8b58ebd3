import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionOf, pathIn, stemOf } from './file-name.ts';
import { judgeRun } from './judge-run.ts';
import { pairNames } from './pair-names.ts';
import { isKnownExtension, isNoteName } from './ransom-names.ts';
import { file } from './testing/files.ts';

test.each([
  ['HOW_TO_DECRYPT.txt', true],
  ['RESTORE-MY-FILES.txt', true],
  ['_readme.txt', true],
  ['!README!_RECOVER.hta', true],
  ['Decrypt_Instructions.html', true],
  ['README_RANSOM', true],
  ['readme.txt', false],
  ['README.md', false],
  ['LICENSE', false],
  ['how-to-install.txt', false],
  ['index.html', false],
  ['decrypt.py', false],
  ['restore_files.docx', false],
])('%s is named like a ransom note: %s', (name, expected) => {
  expect(isNoteName(name)).toBe(expected);
});

test('a note whose name nobody knows any more is not quoted', () => {
  const totals = { files: 9_000, bytes: 9e6 };
  const { signals } = judgeRun({
    observed: {
      figures: { ...totals, filesBefore: 9_000, folders: 2_000, notes: 1_138 },
      evidence: {},
      sources: {},
      names: {},
    },
    setUp: [],
    canaries: { altered: [], missing: [] },
    history: [],
    tolerances: [],
    now: 0,
  });
  expect(signals.find(({ kind }) => kind === 'notes')?.words).toBe(
    'A new file named like a ransom note lies in 1,138 folders.',
  );
});

test('extensions known from attacks, behind numbers and addresses too', () => {
  expect(isKnownExtension('a.docx.lock3d')).toBe(true);
  expect(isKnownExtension('a.docx.id-1E2F.[a@b.c].PHOBOS')).toBe(true);
  expect(isKnownExtension('a.docx')).toBe(false);
  expect(isKnownExtension('locked')).toBe(false);
});

describe('extensions', () => {
  test.each([
    ['a.TXT', 'txt', 'a'],
    ['a.tar.gz', 'gz', 'a.tar'],
    ['.bashrc', '', '.bashrc'],
    ['Makefile', '', 'Makefile'],
    ['Dr. Miller and others', '', 'Dr. Miller and others'],
    ['a.', '', 'a.'],
  ])('%s', (name, extension, stem) => {
    expect([extensionOf(name), stemOf(name)]).toEqual([extension, stem]);
  });

  test('paths are as people read them', () => {
    expect(pathIn('/', 'a')).toBe('/a');
    expect(pathIn('/home', 'gr\u00c3\u00bcn')).toBe('/home/grün');
  });
});

describe('pairs by name', () => {
  const files = (names: readonly string[]) =>
    names.map((name) => file(name, new Uint8Array(1), { id: name, looked: false }));
  const pairs = (went: readonly string[], came: readonly string[]) =>
    pairNames(files(went), files(came)).map(([from, to]) => [from.name, to.name]);

  test.each<[string, string[], string[], string[][]]>([
    [
      'appended',
      ['a.docx', 'b.docx'],
      ['a.docx.x', 'b.docx.x'],
      [
        ['a.docx', 'a.docx.x'],
        ['b.docx', 'b.docx.x'],
      ],
    ],
    ['appended to a longer name', ['a.tar', 'a.tar.gz'], ['a.tar.gz.x'], [['a.tar.gz', 'a.tar.gz.x']]],
    ['in front', ['a.docx'], ['locked-a.docx'], [['a.docx', 'locked-a.docx']]],
    ['replaced', ['a.docx', 'a.pdf'], ['a.x'], [['a.pdf', 'a.x']]],
    ['each once', ['a.docx'], ['a.docx.x', 'a.docx.y'], [['a.docx', 'a.docx.x']]],
    ['nothing alike', ['a.docx'], ['9f3c'], []],
  ])('%s', (_name, went, came, expected) => {
    expect(pairs(went, came)).toEqual(expected);
  });

  test('no file is used twice, and names of one stem cost no more than others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 })),
        fc.uniqueArray(fc.string({ minLength: 1 })),
        (went, came) => {
          const found = pairs(went, came);
          expect(new Set(found.map(([from]) => from)).size).toBe(found.length);
          expect(new Set(found.map(([, to]) => to)).size).toBe(found.length);
        },
      ),
    );
    const many = Array.from({ length: 50_000 }, (_, index) => `a.${index}x`);
    expect(
      pairs(
        many,
        many.map((name) => `${name}y`),
      ),
    ).toHaveLength(50_000);
  });
});
