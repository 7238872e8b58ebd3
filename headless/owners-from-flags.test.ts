import { describe, expect, test } from 'vitest';
import { ownersFromFlags } from './owners-from-flags.ts';
import { realTerminal } from './terminal.ts';
import { userName } from '../core/system/user-name.ts';

const isRoot = process.geteuid?.() === 0;
const terminal = { ...realTerminal, environment: {} };
const rootOwner = (): Promise<{ uid: number; gid: number }> => Promise.resolve({ uid: 1000, gid: 1001 });
const of = (flags: Parameters<typeof ownersFromFlags>[0], user = 'ada', environment = {}) =>
  ownersFromFlags(flags, { user }, { ...terminal, environment }, rootOwner);

describe.runIf(isRoot)('as root', () => {
  test('another user made the backup: files belong to whoever restores, and it is said', async () => {
    const { owners, note } = await of({});
    expect(owners).toMatchObject({ others: { uid: 0, gid: 0 } });
    expect(note).toMatch(/"ada".*root here/);
    const sudo = await of({}, 'ada', { SUDO_UID: '1234', SUDO_GID: '55' });
    expect(sudo.owners).toMatchObject({ others: { uid: 1234, gid: 55 } });
  });

  test('the same user, or told to: numbers stay', async () => {
    expect(await of({}, userName())).toEqual({ owners: undefined, note: undefined });
    expect(await of({ keepOwners: true })).toEqual({ owners: undefined, note: undefined });
  });

  test('numbers, pairs of numbers and names', async () => {
    const { owners } = await of({ mapUser: ['1000:1000=1234:1235', 'ada=root', '7=8'] });
    expect(owners).toEqual({
      users: new Map([
        [1000, 0],
        [7, 8],
      ]),
      groups: new Map([
        [1000, 1235],
        [1001, 0],
      ]),
      others: 'keep',
    });
  });

  test.each(['1000', '=5', '5=', '1=2=3', 'bob=5', '5=nobody-of-this-name'])(
    '%s is refused',
    async (pair) => {
      await expect(of({ mapUser: [pair] })).rejects.toMatchObject({ code: 'usage' });
    },
  );
});

test.runIf(!isRoot)('only root may give files away', async () => {
  await expect(of({ mapUser: ['1=2'] })).rejects.toMatchObject({ code: 'usage' });
  expect(await of({})).toEqual({ owners: undefined, note: undefined });
});
