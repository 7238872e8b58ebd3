import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import type { DirectoryChange } from './directory-change.ts';
import { file } from './testing/files.ts';
import { diffTrees, type TreeSource } from './tree-diff.ts';

type Tree = { readonly [name: string]: string | Tree };

/** Trees in memory whose nodes are named after what is in them, and how often each was read. */
class Nodes {
  readonly reads: string[] = [];
  readonly #nodes = new Map<string, readonly Entry[]>();
  readonly #pageLength: number;

  constructor(pageLength = 3) {
    this.#pageLength = pageLength;
  }

  put(tree: Tree): string {
    const entries = Object.entries(tree).map(([name, value]): Entry => {
      if (typeof value === 'string') return file(name, new Uint8Array(5), { id: value, looked: false });
      return { ...file(name, new Uint8Array(0), { id: '' }), type: 'directory', node: this.put(value) };
    });
    const node = JSON.stringify(tree);
    this.#nodes.set(
      node,
      entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
    return node;
  }

  async *entries(node: string) {
    this.reads.push(node);
    const entries = this.#nodes.get(node) ?? [];
    for (let at = 0; at < entries.length; at += this.#pageLength)
      yield await Promise.resolve(entries.slice(at, at + this.#pageLength));
  }

  source(roots: Readonly<Record<string, Tree>>): TreeSource {
    return {
      reader: this,
      roots: Object.entries(roots).map(([path, tree]) => ({
        path,
        node: this.put({ [path.slice(6)]: tree }),
      })),
    };
  }
}

async function diff(before: TreeSource | undefined, after: TreeSource): Promise<string[]> {
  const names = (entries: DirectoryChange['before']) => entries?.map(({ name }) => name).join(',') ?? '-';
  const changes: string[] = [];
  for await (const change of diffTrees(before, after))
    changes.push(`${change.path}: ${names(change.before)} > ${names(change.after)}`);
  return changes;
}

describe('what differs between two trees', () => {
  test('only directories that changed, and what came and went whole', async () => {
    const nodes = new Nodes();
    const same = { deep: { a: '1' } };
    const before = nodes.source({ '/home/ann': { same, letters: { 'a.txt': '1', old: { x: '1' } } } });
    const after = nodes.source({ '/home/ann': { same, letters: { 'a.txt': '2', new: { y: '1', z: '2' } } } });
    expect(await diff(before, after)).toEqual([
      '/home: ann > ann',
      '/home/ann: letters,same > letters,same',
      '/home/ann/letters: a.txt,old > a.txt,new',
      '/home/ann/letters/old: x > -',
      '/home/ann/letters/new: - > y,z',
    ]);
    expect(nodes.reads).not.toContain(JSON.stringify(same));
  });

  test('equal trees are not read', async () => {
    const nodes = new Nodes();
    const source = nodes.source({ '/home/ann': { a: '1' } });
    expect(await diff(source, source)).toEqual([]);
    expect(nodes.reads).toEqual([]);
  });

  test('roots that came and went, and no tree before', async () => {
    const nodes = new Nodes();
    const [before, after] = [
      nodes.source({ '/home/ann': { a: '1' } }),
      nodes.source({ '/home/bob': { b: '1' } }),
    ];
    expect(await diff(before, after)).toEqual([
      '/home: ann > -',
      '/home/ann: a > -',
      '/home: - > bob',
      '/home/bob: - > b',
    ]);
    expect(await diff(undefined, after)).toEqual(['/home: - > bob', '/home/bob: - > b']);
  });

  test('a file that became a directory', async () => {
    const nodes = new Nodes();
    const before = nodes.source({ '/home/ann': { a: '1' } });
    const after = nodes.source({ '/home/ann': { a: { b: '1' } } });
    expect(await diff(before, after)).toEqual(['/home: ann > ann', '/home/ann: a > a', '/home/ann/a: - > b']);
  });

  test('a huge directory comes in parts, cut at the same names', async () => {
    const nodes = new Nodes(1000);
    const tree = (from: number, to: number): Tree =>
      Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`f${from + index}`, 'x']));
    const before = nodes.source({ '/home/ann': tree(100_000, 125_000) });
    const after = nodes.source({ '/home/ann': tree(105_000, 126_000) });
    const parts: DirectoryChange[] = [];
    for await (const change of diffTrees(before, after)) if (change.path === '/home/ann') parts.push(change);
    expect(parts.length).toBeGreaterThan(1);
    expect(Math.max(...parts.map((part) => part.before?.length ?? 0))).toBeLessThanOrEqual(10_000);
    expect(parts.flatMap((part) => part.before ?? [])).toHaveLength(25_000);
    expect(parts.flatMap((part) => part.after ?? [])).toHaveLength(21_000);
    const both = parts.map((part) => {
      const now = new Set(part.after?.map(({ name }) => name));
      return part.before?.filter(({ name }) => now.has(name)).length ?? 0;
    });
    expect(both.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });
});

describe('an old tree that names itself without end', () => {
  const folder = (name: string, node: string): Entry => ({
    ...file(name, new Uint8Array(0), { id: '' }),
    type: 'directory',
    node,
  });
  const now = { 'f.txt': '1', d: { 'g.txt': '2' } };

  test('is walked through up to a number of folders that are gone', async () => {
    // Forty folders, each twice in the one above it: 2 to the power of 40 paths.
    const bomb = {
      async *entries(node: string) {
        const depth = Number(node.slice(4));
        yield await Promise.resolve(
          node === 'root'
            ? [folder('a', 'bomb0')]
            : depth < 40
              ? ['x', 'y'].map((name) => folder(name, `bomb${depth + 1}`))
              : [],
        );
      },
    };
    const before = { reader: bomb, roots: [{ path: '/home/a', node: 'root' }] };
    const changes = await diff(before, new Nodes().source({ '/home/a': now }));
    expect(changes.length).toBeGreaterThan(10_000);
    expect(changes.length).toBeLessThan(10_010);
    expect(changes).toContain('/home/a/d: - > g.txt');
  });

  test('in one folder ends with words', async () => {
    const page = Array.from({ length: 10_000 }, (_, at) => file(`${at}`, new Uint8Array(0), { id: '' }));
    const endless = {
      async *entries(node: string) {
        if (node === 'root') yield [folder('a', 'endless')];
        else for (;;) yield await Promise.resolve(page);
      },
    };
    const before = { reader: endless, roots: [{ path: '/home/a', node: 'root' }] };
    const walk = async (): Promise<void> => {
      for await (const change of diffTrees(before, new Nodes().source({ '/home/a': now }), 100_000))
        expect(change.path).toMatch(/^.home/);
    };
    await expect(walk()).rejects.toMatchObject({ code: 'object-damaged' });
  });
});
