import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { ChangeObserver } from './change-observer.ts';
import { ContentBalance } from './content-balance.ts';
import { CommonKeys } from './common-keys.ts';
import { figureNames } from './run-changes.ts';
import { contentsOf, file, noise, text } from './testing/files.ts';

const letter = file('letter.txt', text(900), { id: 'letter' });
const photo = file('photo.jpg', contentsOf('jpg'), { id: 'photo' });

function figures(...changes: Parameters<ChangeObserver['add']>[0][]) {
  const observer = new ChangeObserver();
  for (const change of changes) observer.add(change);
  return observer.finish({ files: 10, bytes: 100 }).figures;
}

describe('figures', () => {
  test('are all there, for nothing at all as well', () => {
    expect(Object.keys(figures()).toSorted()).toEqual([...figureNames].toSorted());
    expect(figureNames.length).toBeLessThanOrEqual(100);
  });

  test('files that came, went, changed, moved', () => {
    const after = [{ ...letter, content: [{ id: 'f'.repeat(64), length: 900 }] }];
    expect(figures({ path: '/a', before: [letter, photo], after })).toMatchObject({
      changed: 1,
      removed: 1,
      added: 0,
      moved: 0,
      filesBefore: 11,
      removedOfKind: 1,
      hadOfKind: 1,
      vanished: 1,
    });
    expect(
      figures({ path: '/a', before: [photo], after: [] }, { path: '/b', before: undefined, after: [photo] }),
    ).toMatchObject({ moved: 1, removed: 0, added: 0, vanished: 0 });
  });

  test('attributes, directories, links and empty files are no changes', () => {
    const folder: Entry = { ...letter, name: 'sub', type: 'directory', size: 0, node: 'a'.repeat(64) };
    const empty = file('.keep', new Uint8Array(0), { id: '' });
    const before = [letter, folder];
    const after = [{ ...letter, mode: 0o600 }, { ...folder, node: 'b'.repeat(64) }, empty];
    expect(figures({ path: '/a', before, after })).toMatchObject({
      changed: 0,
      added: 0,
      removed: 0,
      folders: 1,
    });
  });

  test('made anew: noise came to the folder where a known file went', () => {
    const strange = file('9f3c', noise(900), { id: 'strange' });
    expect(figures({ path: '/a', before: [photo], after: [strange] })).toMatchObject({
      recreated: 1,
      strange: 1,
    });
    expect(
      figures({ path: '/a', before: [photo], after: [] }, { path: '/b', before: [], after: [strange] }),
    ).toMatchObject({ recreated: 0, strange: 1 });
  });

  test('what belongs to a source folder, the innermost', () => {
    const observer = new ChangeObserver({ sources: ['/home', '/home/ann', '/home/anna'] });
    observer.add({
      path: '/home/ann/x',
      before: [photo],
      after: [file('photo.jpg', noise(4096), { id: 'spoilt' })],
    });
    const { sources, evidence } = observer.finish({ files: 1, bytes: 1 });
    expect(sources).toEqual({ '/home/ann': { lost: 1, rewritten: 1 } });
    expect(evidence.lost).toEqual(['/home/ann/x/photo.jpg']);
  });

  test('names that are not UTF-8 and examples by the thousand', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      file(`\u00ff${index}.jpg`, contentsOf('jpg', 100), { id: `${index}` }),
    );
    const spoilt = many.map(({ name }) => file(name, noise(100), { id: `spoilt ${name}` }));
    const observer = new ChangeObserver();
    observer.add({ path: '/a', before: many, after: spoilt });
    const { figures: found, evidence } = observer.finish({ files: 3000, bytes: 1 });
    expect(found['lost']).toBe(3000);
    expect(evidence.lost).toHaveLength(20);
  });
});

test('whatever comes, figures are counts and evidence is bounded', () => {
  const name = fc.constantFrom('a.docx', 'a.docx.x', 'x_a.docx', 'b.txt', 'c', '.d', 'a.x', 'note.txt');
  const entry = fc
    .record({ name, size: fc.nat(3), id: fc.constantFrom('1', '2', '3'), look: fc.option(fc.nat(65_535)) })
    .map(({ name: of, size, id, look }): Entry => {
      const made = file(of, new Uint8Array(size * 100), { id, looked: false });
      return look === null ? made : { ...made, look };
    });
  const side = fc.option(fc.uniqueArray(entry, { selector: (one) => one.name }), { nil: undefined });
  const change = fc.record({ path: fc.constantFrom('/a', '/b', '/'), before: side, after: side });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const observer = new ChangeObserver({ sources: ['/a'] });
      for (const one of changes) observer.add(one);
      const { figures: found, evidence } = observer.finish({ files: 5, bytes: 5 });
      for (const count of Object.values(found)) expect(Number.isInteger(count) && count >= 0).toBe(true);
      for (const paths of Object.values(evidence)) expect(paths.length).toBeLessThanOrEqual(20);
    }),
  );
});

describe('moves', () => {
  const mark = { kind: 1, known: true, strange: false };

  test('the balance is what went less what came, in any order', () => {
    const step = fc.tuple(
      fc.integer({ min: 1, max: 3000 }),
      fc.constantFrom('went' as const, 'came' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4000 }), (steps) => {
        const balance = new ContentBalance();
        const expected = new Map<number, number>();
        for (const [key, side] of steps) {
          balance.add(key, side, mark);
          expected.set(key, (expected.get(key) ?? 0) + (side === 'went' ? 1 : -1));
        }
        for (const [key, net] of expected) expect(balance.net(key)).toBe(net);
        const left = [...balance.unmatched()].reduce((sum, [net]) => sum + Math.abs(net), 0);
        expect(left).toBe([...expected.values()].reduce((sum, net) => sum + Math.abs(net), 0));
      }),
      { numRuns: 30 },
    );
  });

  test('memory is bounded: what does not fit is said', () => {
    const balance = new ContentBalance();
    let full = 0;
    for (let key = 1; key <= 1_600_000; key++) if (balance.add(key, 'went', mark) === 'full') full++;
    expect(full).toBeGreaterThan(100_000);
    expect(full).toBeLessThan(600_000);
  });

  test('a million files that moved one after the other leave room', () => {
    const balance = new ContentBalance();
    let moved = 0;
    for (let key = 1; key <= 1_000_000; key++) {
      balance.add(key, 'went', mark);
      if (balance.add(key, 'came', mark) === 'moved') moved++;
    }
    expect(moved).toBe(1_000_000);
  });
});

test('the most frequent key survives a flood of others', () => {
  const keys = new CommonKeys(100);
  for (let index = 0; index < 20_000; index++) {
    keys.add(`once ${index}`);
    if (index % 10 === 0) keys.add('note.txt');
  }
  expect(keys.top?.key).toBe('note.txt');
  expect([...keys].length).toBeLessThanOrEqual(100);
});
