import { describe, expect, test } from 'vitest';
import { contentsOf, file, home, noise, text, type Folder } from './testing/files.ts';
import { judge, kindsOf, observe, type Change } from './testing/judge-changes.ts';
import { pathIn } from './file-name.ts';

const set = home(12);
const half = text(512 << 10);
for (let at = 0; at < half.length; at += 128 << 10) half.set(noise(64 << 10, at + 1), at);
const headless = text(64 << 10);
headless.set(noise(4096));

const encrypted: Change = ({ name, size }, { path }, index) => [
  file(name, noise(size, index + 7), { id: `encrypted ${path}/${index}`, day: 1 }),
];

describe('fast attacks are suspected in the first run, without a history', () => {
  const attacks: Readonly<Record<string, Change>> = {
    'whole files in place': encrypted,
    'the first 4 KiB': ({ name }, { path }, index) => [
      file(name, headless, { id: `head ${path}/${index}`, day: 1 }),
    ],
    'every second 64 KiB': ({ name }, { path }, index) => [
      file(name, half, { id: `half ${path}/${index}`, day: 1 }),
    ],
    'an extension appended': (entry, { path }, index) => [
      file(`${entry.name}.zq7`, noise(entry.size, index + 1), { id: `appended ${path}/${index}`, day: 1 }),
    ],
    'number and address appended': (entry, { path }, index) => [
      file(`${entry.name}.id-4F2A.[x@y.z].zq7`, noise(entry.size, index + 1), {
        id: `${path} ${index}`,
        day: 1,
      }),
    ],
    'the extension replaced': ({ name, size }, { path }, index) => [
      file(`${name.split('.')[0]}.zq7`, noise(size, index + 1), { id: `replaced ${path}/${index}`, day: 1 }),
    ],
    'put in front': ({ name, size }, { path }, index) => [
      file(`locked_${name}`, noise(size, index + 1), { id: `front ${path}/${index}`, day: 1 }),
    ],
    'random names': ({ size }, { path }, index) => [
      file(`${path.length * 7919 + index}q`, noise(size, index + 1), { id: `new ${path}/${index}`, day: 1 }),
    ],
    'overwritten with zeros': ({ name, size }, { path }, index) => [
      file(name, new Uint8Array(size), { id: `zeros ${path}/${index}`, day: 1 }),
    ],
  };

  test.each(Object.entries(attacks))('%s', (_name, change) => {
    const judgement = judge(observe(set, change));
    expect(judgement.verdict).toBe('suspected');
    for (const { files, words } of judgement.signals) {
      expect(files.length).toBeLessThanOrEqual(20);
      expect(words).toMatch(/^[A-Z0-9].*\.$/s);
    }
  });

  test.each([1, 3, 100])('a set of %i folders', (folders) => {
    expect(judge(observe(home(folders), encrypted)).verdict).toBe('suspected');
  });

  test('a set of which no file was ever looked at', () => {
    const blind = set.map(({ path, files }) => ({
      path,
      files: files.map(({ name }) =>
        file(name, contentsOf(name.split('.')[1] ?? ''), { id: path + name, looked: false }),
      ),
    }));
    expect(judge(observe(blind, encrypted)).verdict).toBe('suspected');
  });

  test('a notebook of documents of one kind, untouched for long', () => {
    const letters: readonly Folder[] = [1, 2].map((year) => ({
      path: `/home/ann/${year}`,
      files: Array.from({ length: 30 }, (_, index) =>
        file(`letter-${index}.docx`, contentsOf('docx', 4096, index), { id: `${year}/${index}` }),
      ),
    }));
    const later: Change = (entry, { path }, index) => [
      file(entry.name, noise(4096, index + 1), { id: `${path} ${index}`, day: 90 }),
    ];
    expect(kindsOf(judge(observe(letters, later)))).toEqual(['rewritten', 'type', 'volume']);
    expect(judge(observe(letters, later)).verdict).toBe('suspected');
  });
});

describe('what each signal says', () => {
  test('type, noise, spread, rewritten: in place', () => {
    expect(kindsOf(judge(observe(set, encrypted)))).toEqual([
      'noise',
      'rewritten',
      'spread',
      'type',
      'volume',
    ]);
  });

  test('the words name the extension, the files are those of now', () => {
    const change: Change = (entry, { path }, index) => [
      file(`${entry.name}.lock3d`, noise(entry.size, index + 1), { id: `${path} ${index}` }),
    ];
    const { signals } = judge(observe(set, change));
    const signal = signals.find(({ kind }) => kind === 'extension');
    expect(signal?.words).toContain('*.lock3d');
    expect(signal?.words).toContain('known from attacks');
    expect(signal?.files[0]).toBe('/home/ann/folder-0/file-0.docx.lock3d');
  });

  test('a note in three folders and anything else is an alarm; alone it is not', () => {
    const note = (path: string) => ({ path, files: [file('HOW_TO_DECRYPT.txt', text(500), { id: 'note' })] });
    const notes = set.slice(0, 3).map(({ path }) => note(path));
    const untouched: Change = (entry) => [entry];
    const alone = judge(observe(set, untouched, notes));
    expect([alone.verdict, kindsOf(alone)]).toEqual(['unusual', ['notes']]);
    expect(alone.signals[0]?.files).toContain('/home/ann/folder-2/HOW_TO_DECRYPT.txt');
    const setUp = [{ kind: 'exclude-new', words: 'What fits "*.docx" is left out from now on.' }] as const;
    expect(judge(observe(set, untouched, notes), { setUp }).verdict).toBe('suspected');
    expect(judge(observe(set, untouched, notes.slice(0, 2))).signals).toEqual([]);
  });

  test('a note of any name in every folder; readme files of a new program are none', () => {
    const files = [file('qwerty.txt', text(500), { id: 'note' })];
    const everywhere = set.map(({ path }) => ({ path, files }));
    expect(kindsOf(judge(observe(set, (entry) => [entry], everywhere)))).toEqual(['notes']);
    const program = Array.from({ length: 50 }, (_, index) => ({
      path: `/home/ann/node_modules/${index}`,
      files: [
        file('README.md', text(900 + index), { id: `${index}` }),
        file('LICENSE', text(300), { id: 'same' }),
      ],
    }));
    expect(judge(observe(set, (entry) => [entry], program)).signals).toEqual([]);
  });

  test('an altered canary and anything else is an alarm; a missing one is next to nothing', () => {
    const quiet = observe(set, (entry) => [entry]);
    const path = pathIn('/home/ann', 'aaa-decoy.docx');
    const altered = judge(quiet, { canaries: { altered: [path], missing: [] } });
    expect([altered.verdict, altered.signals[0]?.files]).toEqual(['unusual', [path]]);
    expect(judge(quiet, { canaries: { altered: [path], missing: [path] } }).verdict).toBe('suspected');
    expect(judge(quiet, { canaries: { altered: [], missing: [path] } }).verdict).toBe('quiet');
  });

  test('everything deleted or emptied', () => {
    const judgement = judge(observe(set, () => []));
    expect([judgement.verdict, kindsOf(judgement)]).toEqual(['suspected', ['deletion', 'wiped']]);
    const emptied: Change = ({ name }) => [file(name, new Uint8Array(0), { id: '' })];
    expect(kindsOf(judge(observe(set, emptied)))).toEqual(['deletion', 'volume', 'wiped']);
  });

  test('all of one kind deleted is no alarm', () => {
    const judgement = judge(observe(set, (entry) => (entry.name.endsWith('jpg') ? [] : [entry])));
    expect(judgement.verdict).toBe('quiet');
  });

  test('what is left out from now on is not strongly deleted', () => {
    const setUp = [{ kind: 'root-gone', words: '/home/ann is no longer backed up.' }] as const;
    const { signals } = judge(
      observe(set, () => []),
      { setUp },
    );
    expect(signals.filter(({ strong }) => strong)).toEqual([]);
  });

  test('the first backup of all says nothing', () => {
    const observed = observe([], () => [], set);
    expect(judge(observed)).toEqual({ verdict: 'quiet', score: 0, signals: [] });
  });
});
