import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();

describe('damage', () => {
  test('a missing pack: the rest comes back, and every file it touches is named', async () => {
    const lostFile = here.repository.file('lost', randomBytes(1000));
    const half = [here.repository.chunk('data', randomBytes(5000))];
    const [lostPack] = here.repository.seal();
    half.push(here.repository.chunk('data', randomBytes(5000)));
    const entries = [
      lostFile,
      { ...lostFile, name: 'half', size: 10_000, content: half },
      here.repository.file('good', 'good'),
    ];
    const snapshot = here.repository.snapshot({ '/d': here.repository.directory('d', entries) });
    here.repository.objects.delete(lostPack!);
    const report = await here.again(snapshot);
    expect(report.files).toBe(1);
    expect(report.problems.map(({ path }) => path).toSorted()).toEqual([
      join(here.to, 'd/half'),
      join(here.to, 'd/lost'),
    ]);
    expect(report.problems.find(({ path }) => path.endsWith('half'))?.reason).toContain('half.incomplete');
    expect(readdirSync(join(here.to, 'd')).toSorted()).toEqual(['good', 'half.incomplete']);
    expect(statSync(join(here.to, 'd/half.incomplete')).size).toBe(10_000);
  });

  test('a changed bit: only the files of that segment are lost', async () => {
    const files = Array.from({ length: 6 }, (_, index) =>
      here.repository.file(`f${index}`, randomBytes(600_000)),
    );
    const [pack] = here.repository.seal();
    const snapshot = here.repository.snapshot({ '/d': here.repository.directory('d', files) });
    const bytes = here.repository.objects.get(pack!)!;
    bytes[700_000] = bytes[700_000]! ^ 1;
    const report = await here.again(snapshot);
    expect(report).toMatchObject({ files: 5, problemCount: 1, problems: [{ path: join(here.to, 'd/f1') }] });
    expect(existsSync(join(here.to, 'd/f1'))).toBe(false);
  });

  test('a chunk in the place of another is not taken for it', async () => {
    const a = here.repository.file('a', randomBytes(600_000));
    const b = here.repository.file('b', randomBytes(600_000));
    const snapshot = here.repository.snapshot({ '/d': here.repository.directory('d', [a, b]) });
    const swapped = {
      locate: (id: Uint8Array, kind: 'data' | 'tree') =>
        here.repository.locate(
          Buffer.from(id).toString('hex') === a.content![0]!.id ? Buffer.from(b.content![0]!.id, 'hex') : id,
          kind,
        ),
    };
    const report = await here.again(snapshot, { catalog: swapped });
    expect(report.problems).toMatchObject([{ path: join(here.to, 'd/a') }]);
    expect(readdirSync(join(here.to, 'd'))).toEqual(['b']);
  });

  test('a lost directory node: the directories beside it come back', async () => {
    const lost = here.repository.directory('lost', [here.repository.file('x', 'x')]);
    const tree = here.repository.seal().at(-1)!;
    const snapshot = here.repository.snapshot({
      '/d': here.repository.directory('d', [
        lost,
        here.repository.directory('kept', [here.repository.file('y', 'y')]),
      ]),
    });
    here.repository.objects.delete(tree);
    const report = await here.again(snapshot);
    expect(report.problems).toMatchObject([{ path: '/d/lost' }]);
    expect(readFileSync(join(here.to, 'd/kept/y'), 'utf8')).toBe('y');
  });

  test('a chunk that the catalog does not know', async () => {
    const snapshot = here.repository.snapshot({
      '/d': here.repository.directory('d', [here.repository.file('x', 'x'), here.repository.file('y', 'yy')]),
    });
    const x = here.repository.file('x', 'x').content![0]!.id;
    const forgetful = {
      locate: (id: Uint8Array, kind: 'data' | 'tree') =>
        Buffer.from(id).toString('hex') === x ? undefined : here.repository.locate(id, kind),
    };
    const report = await here.again(snapshot, { catalog: forgetful });
    expect(report.problems).toMatchObject([{ path: '/d/x' }]);
    expect(report.files).toBe(1);
  });

  test('no network ends it, and the next run goes on', async () => {
    const snapshot = here.repository.snapshot({
      '/d': here.repository.directory('d', [here.repository.file('x', 'x')]),
    });
    const readable = here.repository.readable;
    const broken = {
      ...readable,
      store: {
        get: async (...args: Parameters<typeof readable.store.get>) => {
          if (here.repository.reads.length > 0) throw new HoldfastError('network-unreachable', {});
          return await readable.store.get(...args);
        },
      },
    };
    await expect(here.again(snapshot, { repository: broken })).rejects.toMatchObject({
      code: 'network-unreachable',
    });
    expect(await here.again(snapshot)).toMatchObject({ files: 1, problems: [] });
  });

  test('cancelled', async () => {
    const snapshot = here.repository.snapshot({
      '/d': here.repository.directory('d', [here.repository.file('x', 'x')]),
    });
    await expect(here.again(snapshot, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
