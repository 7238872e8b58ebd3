import { describe, expect, test } from 'vitest';
import { contentsOf, file, home, noise, text, type Folder } from './testing/files.ts';
import { judge, kindsOf, observe, type Change } from './testing/judge-changes.ts';

const set = home(20);
const same: Change = (entry) => [entry];
const only =
  (change: Change, where: (folder: Folder) => boolean): Change =>
  (entry, folder, index) =>
    where(folder) ? change(entry, folder, index) : [entry];
const oneFolder = ({ path }: Folder) => path.endsWith('-3');

describe('ordinary runs are not suspected', () => {
  test('nothing', () => {
    expect(judge(observe(set, same)).signals).toEqual([]);
  });

  test('every file edited the way programs do: each stays what it is', () => {
    const edit: Change = ({ name }, { path }, index) => [
      file(name, contentsOf(name.split('.')[1] ?? '', 9000, index + 99), { id: `${path} ${index}`, day: 1 }),
    ];
    expect(judge(observe(set, edit)).verdict).not.toBe('suspected');
    expect(kindsOf(judge(observe(set, edit)))).toEqual(['rewritten', 'volume']);
  });

  test('folders moved and files renamed', () => {
    const moved = set.map(({ path, files }) => ({ path: path.replace('folder', 'moved'), files }));
    const observed = observe(set, () => [], moved);
    expect(observed.figures).toMatchObject({ moved: 200, removed: 0, added: 0 });
    expect(judge(observed).signals).toEqual([]);
    const renamed: Change = (entry, _folder, index) => [{ ...entry, name: `2026-${index}-${entry.name}` }];
    expect(judge(observe(set, renamed)).signals).toEqual([]);
  });

  test('a folder zipped and deleted', () => {
    const zip = { path: '/home/ann', files: [file('old.zip', contentsOf('docx', 9000), { id: 'zip' })] };
    expect(
      judge(
        observe(
          set,
          only(() => [], oneFolder),
          [zip],
        ),
      ).verdict,
    ).toBe('quiet');
  });

  test('logs and tables compressed under their own names with .gz', () => {
    const gzip: Change = (entry, { path }, index) => {
      const contents = noise(entry.size, index + 1);
      contents.set([0x1f, 0x8b, 8, 0]);
      return /csv|txt/.test(entry.name)
        ? [file(`${entry.name}.gz`, contents, { id: `${path}${index}` })]
        : [entry];
    };
    expect(judge(observe(set, gzip)).verdict).toBe('quiet');
  });

  test('pictures made into another format, the old ones deleted', () => {
    const convert: Change = (entry, { path }, index) => {
      const [stem, extension] = entry.name.split('.');
      if (extension !== 'png') return [entry];
      return [file(`${stem}.jpg`, contentsOf('jpg', 9000, index), { id: `${path}${index}` })];
    };
    expect(judge(observe(set, convert)).verdict).toBe('quiet');
  });

  test('encrypted and packed files that change say nothing', () => {
    const vault: readonly Folder[] = [
      {
        path: '/home/ann/vault',
        files: Array.from({ length: 200 }, (_, index) =>
          file(`${index}.c9r`, noise(4096, index + 1), { id: `old ${index}` }),
        ),
      },
    ];
    const change: Change = ({ name }, _folder, index) => [
      file(name, noise(4096, index + 1000), { id: `new ${index}` }),
    ];
    expect(
      kindsOf(
        judge(
          observe(
            [...set, ...vault],
            only(change, ({ path }) => path.endsWith('vault')),
          ),
        ),
      ),
    ).toEqual(['volume']);
  });

  test('one folder sealed with GnuPG is a note, and files of a tool are no losses', () => {
    const seal: Change = (entry, { path }, index) => {
      const contents = noise(entry.size, index + 1);
      contents.set([0x85, 2, 0x0c, 3]);
      return [file(`${entry.name}.gpg`, contents, { id: `${path}${index}` })];
    };
    const judgement = judge(observe(set, only(seal, oneFolder)));
    expect([judgement.verdict, kindsOf(judgement)]).toEqual(['unusual', ['extension']]);
    // The whole set is another matter, whatever the tool.
    expect(judge(observe(set, seal)).verdict).toBe('suspected');
  });

  test('caches with random names come and go', () => {
    const cache = (run: number): Folder => ({
      path: '/home/ann/.cache',
      files: Array.from({ length: 150 }, (_, index) =>
        file(`${run}f_${index}`, noise(2048, run * 1000 + index), { id: `${run}/${index}` }),
      ),
    });
    const observed = observe(
      [...set, cache(1)],
      only(
        () => [],
        ({ path }) => path.endsWith('.cache'),
      ),
      [cache(2)],
    );
    expect(judge(observed).verdict).not.toBe('suspected');
  });

  test('large files of Git LFS checked out as pointers', () => {
    const pointer = new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n');
    const change: Change = (entry, { path }, index) =>
      /png|jpg|pdf|docx/.test(entry.name) ? [file(entry.name, pointer, { id: `${path}${index}` })] : [entry];
    expect(kindsOf(judge(observe(set, change)))).not.toContain('type');
  });

  test('a source tree checked out at another state', () => {
    const source: readonly Folder[] = Array.from({ length: 30 }, (_, folder) => ({
      path: `/home/ann/src/${folder}`,
      files: Array.from({ length: 20 }, (_, index) =>
        file(`${index}.ts`, text(2000 + index), { id: `${folder}/${index}` }),
      ),
    }));
    const checkout: Change = (entry, { path }, index) =>
      index % 5 === 0
        ? []
        : [file(entry.name, text(entry.size + 40), { id: `checkout ${path}${index}`, day: 100 })];
    const isSource = ({ path }: Folder) => path.includes('/src/');
    expect(judge(observe([...set, ...source], only(checkout, isSource))).verdict).not.toBe('suspected');
  });
});
