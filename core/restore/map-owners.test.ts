import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withMappedOwner, type OwnerMap } from './map-owners.ts';
import { isRoot, RestoreFixture } from './testing/restore-fixture.ts';

const nobody: OwnerMap = { users: new Map(), groups: new Map(), others: 'keep' };
const entry = { uid: 1000, gid: 1000, mode: 0o4755 };

describe('whose a file is', () => {
  test('nobody is mapped: as it was', () => {
    expect(withMappedOwner(entry, nobody)).toBe(entry);
  });

  test('mapped users and groups change, and lose set-user-id', () => {
    const users = new Map([[1000, 1234]]);
    expect(withMappedOwner(entry, { ...nobody, users })).toEqual({ uid: 1234, gid: 1000, mode: 0o755 });
    const groups = new Map([[1000, 55]]);
    expect(withMappedOwner(entry, { ...nobody, groups })).toEqual({ uid: 1000, gid: 55, mode: 0o755 });
    expect(withMappedOwner({ ...entry, uid: 7 }, { ...nobody, users })).toEqual({ ...entry, uid: 7 });
  });

  test('all others may belong to one account', () => {
    const others = { uid: 0, gid: 0 };
    expect(withMappedOwner(entry, { ...nobody, others })).toEqual({ uid: 0, gid: 0, mode: 0o755 });
    const root = { uid: 0, gid: 0, mode: 0o4755 };
    expect(withMappedOwner(root, { ...nobody, others })).toBe(root);
  });
});

const here = new RestoreFixture();

test.runIf(isRoot)('files and folders get the mapped owner', async () => {
  const { repository } = here;
  const file = { ...repository.file('tool', 'x'), uid: 1000, gid: 1000, mode: 0o4755 };
  const folder = { ...repository.directory('d', [file]), uid: 1000, gid: 1000 };
  const owners = { users: new Map([[1000, 1234]]), groups: new Map([[1000, 4321]]), others: 'keep' } as const;
  await here.restore({ '/d': folder }, { owners });
  for (const name of ['d', 'd/tool'])
    expect(statSync(join(here.to, name))).toMatchObject({ uid: 1234, gid: 4321 });
  expect(statSync(join(here.to, 'd/tool')).mode & 0o7777).toBe(0o755);
});
