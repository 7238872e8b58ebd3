import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compactNames, isWorthCompacting } from './compact-names.ts';
import { foldText, wordsOf } from './fold-text.ts';
import { NamesIndex } from './names-index.ts';
import { openNames, openNamesToRead } from './open-names.ts';
import { readSnapshotNames, type NameInTree, type TreeOfNames } from './read-snapshot.ts';
import { childOf, searchNames, type NameHit } from './search-names.ts';

/** A folder by names; a file by its contents. */
type Model = { [name: string]: Model | string };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-names-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class Modelled {
  readonly #nodes = new Map<string, Model>();
  file: string;
  readonly snapshots: { readonly id: string; readonly at: number; readonly roots: Record<string, Model> }[] =
    [];
  reads = 0;
  index: NamesIndex;

  constructor(file = join(folder, 'names.sqlite')) {
    this.file = file;
    this.index = new NamesIndex(openNames(file, 'repository'));
  }

  async add(roots: Record<string, Model>, tree: Partial<TreeOfNames> = {}): Promise<void> {
    this.snapshots.push({ id: `s${this.snapshots.length}`, at: 1000 + this.snapshots.length, roots });
    await this.readLast(tree);
  }

  async readLast(tree: Partial<TreeOfNames> = {}): Promise<void> {
    const { id, at, roots } = this.snapshots.at(-1)!;
    const nodes = Object.entries(roots).map(([path, model]) => ({ path, node: this.#node(model) }));
    await readSnapshotNames(
      this.index,
      { id, at, roots: nodes },
      {
        root: async ({ path, node }) => ({ name: path, kind: 'folder', size: 0, print: '', node }),
        directory: async (node) => {
          this.reads++;
          return Object.entries(this.#nodes.get(node)!).map(([name, child]) => this.#entry(name, child));
        },
        pause: () => {},
        ...tree,
      },
    );
  }

  /** Goes on with a copy. */
  compact(): void {
    const file = `${this.file}.new`;
    const copy = openNames(file, 'repository');
    compactNames(this.index.database, copy);
    copy.close();
    this.index.close();
    this.file = file;
    this.index = new NamesIndex(openNames(file, 'repository'));
  }

  search(
    text: string,
    offset = 0,
    limit = 10_000,
    there?: ReadonlySet<string>,
  ): ReturnType<typeof searchNames> {
    const database = openNamesToRead(this.file, 'repository')!;
    try {
      return searchNames(database, text, { offset, limit, ...(there && { there }) });
    } finally {
      database.close();
    }
  }

  /** By looking at everything; best first. */
  naively(text: string, there = this.snapshots): readonly NameHit[] {
    const words = wordsOf(text);
    const found = new Map<string, NameHit & { contents: Set<string>; rank: readonly number[] }>();
    for (const { id, at, roots: shown } of there)
      for (const [path, child, above, name] of everything(shown)) {
        const folded = foldText(path);
        if (words.length === 0 || !words.every((word) => folded.includes(word))) continue;
        const isFile = typeof child === 'string';
        const contents = found.get(path)?.contents ?? new Set();
        contents.add(isFile ? `f${child}` : 'd');
        found.set(path, {
          path,
          kind: isFile ? 'file' : 'folder',
          versions: contents.size,
          newest: { snapshot: id, at, size: isFile ? child.length : 0 },
          gone: id !== there.at(-1)?.id,
          contents,
          rank: rankOf(text, foldText(above), foldText(name)),
        });
      }
    return [...found.values()]
      .toSorted(
        (a, b) =>
          a.rank[0]! - b.rank[0]! ||
          a.rank[1]! - b.rank[1]! ||
          b.newest.at - a.newest.at ||
          (a.path < b.path ? -1 : 1),
      )
      .map(({ contents: _contents, rank: _rank, ...hit }) => hit);
  }

  #node(model: Model): string {
    const id = createHash('sha256').update(JSON.stringify(model)).digest('hex');
    this.#nodes.set(id, model);
    return id;
  }

  #entry(name: string, child: Model | string): NameInTree {
    return typeof child === 'string'
      ? { name, kind: 'file', size: child.length, print: child }
      : { name, kind: 'folder', size: 0, print: '', node: this.#node(child) };
  }
}

/** Path, what it is, and the folder and name that make the path. */
function* everything(shown: Model, above = ''): Generator<[string, Model | string, string, string]> {
  for (const [name, child] of Object.entries(shown)) {
    const path = childOf(above, name);
    yield [path, child, above, name];
    if (typeof child !== 'string') yield* everything(child, path);
  }
}

/** How well it fits, and how long it is. */
function rankOf(text: string, above: string, name: string): readonly number[] {
  const edges = new Set([0]);
  for (const part of name.match(/[0-9]+|[a-z\u0080-\uffff]+|[^]/g) ?? [])
    edges.add([...edges].at(-1)! + part.length);
  const fitOf = (word: string): number => {
    let fit = 4;
    for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
      const isWhole = edges.has(at + word.length);
      fit = Math.min(fit, edges.has(at) ? (isWhole ? 1 : 2) : 3);
    }
    return fit;
  };
  const fit = Math.max(...wordsOf(text).map(fitOf));
  const whole = foldText(text.trim().replaceAll(/\s+/gu, ' '));
  const isExact = name === whole || name.startsWith(`${whole}.`);
  return [fit === 1 && isExact ? 0 : fit, Buffer.byteLength(above) + Buffer.byteLength(name)];
}

const nameParts = [
  'a',
  'B',
  'ab',
  'ä',
  'Ä',
  'ß',
  'SS',
  '%',
  '_',
  "'",
  '"',
  '*',
  'Σ',
  'ς',
  '\n',
  '‮',
  ' ',
  '\udc80',
  '\\',
  '😀',
];
const name = fc
  .array(fc.constantFrom(...nameParts), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(''));
const model: fc.Arbitrary<Model> = fc.letrec<{ tree: Model; child: Model | string }>((tie) => ({
  tree: fc.dictionary(name, tie('child'), { maxKeys: 4, noNullPrototype: true }),
  child: fc.oneof({ maxDepth: 3 }, fc.constantFrom('', 'x', 'yy'), tie('tree')),
})).tree;
const roots = fc.dictionary(fc.constantFrom('/home/Ada', '/srv', '/', '/home/b'), model, {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const query = fc
  .array(fc.constantFrom(...nameParts, '/', '/home', 'a/', '/a', 'b/a', 'ada/ä'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

test('finds exactly what a look at everything finds, in every snapshot', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(roots, { minLength: 1, maxLength: 5 }),
      fc.array(query, { minLength: 3, maxLength: 6 }),
      async (states, queries) => {
        const modelled = new Modelled(join(folder, `names-${round++}.sqlite`));
        for (const state of states) await modelled.add(state);
        for (const text of [...queries, 'a', '/', 'home ada'])
          expect(modelled.search(text).hits).toEqual(modelled.naively(text));
        const there = modelled.snapshots.filter((_, at) => at % 2 === 0);
        modelled.index.keepOnly(new Set(there.map(({ id }) => id)));
        for (const text of queries) expect(modelled.search(text).hits).toEqual(modelled.naively(text, there));
        modelled.compact();
        for (const text of queries) expect(modelled.search(text).hits).toEqual(modelled.naively(text, there));
        await modelled.add(states[0]!);
        for (const text of queries)
          expect(modelled.search(text).hits).toEqual(
            modelled.naively(text, [...there, modelled.snapshots.at(-1)!]),
          );
        modelled.index.close();
      },
    ),
    { numRuns: 60 },
  );
});

test('pages fit together, names before what only lies in a folder of the name', async () => {
  const modelled = new Modelled();
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`report ${at}`, 'x']));
  await modelled.add({ '/report': { ...files, other: { one: '', two: '' }, 'the report': 'y' } });
  const all = modelled.search('report').hits.map(({ path }) => path);
  expect(all).toHaveLength(5005);
  expect(all.slice(-3)).toEqual(['/report/other', '/report/other/one', '/report/other/two']);
  const paged: string[] = [];
  for (let offset = 0, more = true; more; offset += 500) {
    const page = modelled.search('report', offset, 500);
    paged.push(...page.hits.map(({ path }) => path));
    more = page.more;
  }
  expect(paged).toEqual(all);
  modelled.index.close();
});

test('what fits best comes first, then the shorter path, then the newest', async () => {
  const modelled = new Modelled();
  const names = ['letter 17', 'letter 7', 'letters 7', 'my letter 7', 'old letter 7'];
  const files = Object.fromEntries(names.map((name) => [name, 'x']));
  await modelled.add({ '/r': { ...files, 'letter 7 was': { a: '' }, zz: { 'letter 7': 'z' } } });
  await modelled.add({ '/r': { ...files, 'letter 7 now': { a: '' }, zz: { 'letter 7': 'z' } } });
  expect(modelled.search('LETTER 7').hits.map(({ path }) => path)).toEqual([
    '/r/letter 7',
    '/r/zz/letter 7',
    '/r/my letter 7',
    '/r/letter 7 now',
    '/r/old letter 7',
    '/r/letter 7 was',
    '/r/letters 7',
    '/r/letter 17',
    '/r/letter 7 now/a',
    '/r/letter 7 was/a',
  ]);
  modelled.index.close();
});

test('snapshots that were let go since the index was read hold nothing', async () => {
  const modelled = new Modelled();
  for (const name of ['one', 'two', 'three']) await modelled.add({ '/r': { [name]: 'x', both: name } });
  const [first, second, third] = modelled.snapshots;
  const search = (text: string) => modelled.search(text, 0, 10, new Set([first!.id, second!.id]));
  for (const text of ['one', 'two', 'three', 'both'])
    expect(search(text).hits).toEqual(modelled.naively(text, [first!, second!]));
  expect(search('both').searched).toContain(third!.id);
  expect(modelled.search('both', 0, 10, new Set()).hits).toEqual([]);
  modelled.index.close();
});

test("a root's path may hold what would end a name", async () => {
  const modelled = new Modelled();
  await modelled.add({ '/r\0x': { 'a.txt': '' }, '/s': { 'b.txt': '' } });
  expect(modelled.search('/s').hits.map(({ path }) => path)).toEqual(['/s', '/s/b.txt']);
  modelled.index.close();
});

test('the i of every language is one', () => {
  for (const name of ['İstanbul', 'I\u0307stanbul', 'ISTANBUL', 'ıstanbul', 'istanbul'])
    expect(foldText(name)).toBe('istanbul');
});

test('a directory that did not change is not read again, nor one that comes back', async () => {
  const modelled = new Modelled();
  const deep = { a: { b: { c: { 'file.txt': 'x' } } } };
  await modelled.add({ '/r': { deep, other: { 'one.txt': '1' } } });
  expect(modelled.reads).toBe(6);
  modelled.reads = 0;
  await modelled.add({ '/r': { deep, other: { 'one.txt': '2' } } });
  expect(modelled.reads).toBe(2);
  modelled.reads = 0;
  await modelled.add({ '/s': {} });
  await modelled.add({ '/r': { deep, other: { 'one.txt': '2' } } });
  expect(modelled.reads).toBe(1);
  expect(modelled.search('file.txt').hits).toEqual(modelled.naively('file.txt'));
  modelled.index.close();
});

test('stopped in the middle it goes on, and reads nothing twice but the way there', async () => {
  const modelled = new Modelled();
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`folder ${at}`, { [`file ${at}`]: 'x', deeper: { x: 'y' } }]),
  );
  let left = 20;
  const stop = (): void => {
    if (left-- === 0) throw new Error('stopped');
    modelled.index.commit();
  };
  await expect(modelled.add({ '/r': many }, { pause: stop })).rejects.toThrow('stopped');
  modelled.index.close();
  expect(modelled.search('file').hits.length).toBeGreaterThan(3);
  modelled.index = new NamesIndex(openNames(modelled.file, 'repository'));
  const before = modelled.reads;
  await modelled.readLast();
  expect(modelled.reads - before).toBeLessThan(61 - before + 5);
  expect(modelled.search('r').hits).toEqual(modelled.naively('r'));
  modelled.index.close();
});

test('a snapshot that was never read to its end leaves no trace in those around it', async () => {
  const modelled = new Modelled();
  const before = { '/r': { one: { two: { 'old.txt': 'x' } }, last: { 'l.txt': '' } } };
  await modelled.add(before);
  let left = 3;
  const stop = (): void => {
    if (left-- === 0) throw new Error('stopped');
    modelled.index.commit();
  };
  const changed = { '/r': { one: { two: { 'new.txt': 'y' } }, last: { 'm.txt': '' } } };
  await expect(modelled.add(changed, { pause: stop })).rejects.toThrow('stopped');
  modelled.index.commit();
  await modelled.add(before);
  const [first, , third] = modelled.snapshots;
  expect(modelled.search('txt').hits).toEqual(modelled.naively('txt', [first!, third!]));
  modelled.index.close();
});

test('what cannot be read is in no snapshot, and is tried again', async () => {
  const modelled = new Modelled();
  const state = { '/r': { lost: { 'file.txt': 'x' }, 'here.txt': 'y' } };
  await modelled.add(state, {
    directory: async () => undefined,
  });
  expect(modelled.search('txt').hits).toEqual([]);
  await modelled.add(state);
  expect(modelled.search('txt').hits.map(({ path }) => path)).toEqual(['/r/here.txt', '/r/lost/file.txt']);
  modelled.index.close();
});

test('what only snapshots held that are no more is dropped, once there are many of them', async () => {
  const modelled = new Modelled();
  for (let at = 0; at < 102; at++) await modelled.add({ '/r': { [`only ${at}`]: 'x', always: `${at}` } });
  expect(isWorthCompacting(modelled.index.database)).toBe(false);
  modelled.index.keepOnly(new Set(['s101']));
  expect(isWorthCompacting(modelled.index.database)).toBe(true);
  const records = (): string =>
    JSON.stringify(modelled.index.database.prepare('SELECT record FROM directory').all());
  expect(records()).toContain('only 7');
  modelled.compact();
  expect(records()).not.toContain('only 7');
  expect(records()).toContain('only 101');
  expect(isWorthCompacting(modelled.index.database)).toBe(false);
  modelled.index.close();
});

test('a damaged file is made anew, as is one of another repository', async () => {
  const modelled = new Modelled();
  await modelled.add({ '/r': { 'a.txt': '' } });
  modelled.index.close();
  expect(openNamesToRead(modelled.file, 'another')).toBeUndefined();
  writeFileSync(modelled.file, 'this is no database at all, but long enough to be looked at as one');
  appendFileSync(modelled.file, Buffer.alloc(8192, 1));
  expect(openNamesToRead(modelled.file, 'repository')).toBeUndefined();
  const anew = new NamesIndex(openNames(modelled.file, 'repository'));
  expect(anew.snapshots).toEqual([]);
  anew.close();
  expect(openNamesToRead(join(folder, 'none'), 'repository')).toBeUndefined();
});
