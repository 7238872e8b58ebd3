import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Notice } from '../../contract/notice.ts';
import { silentLog } from '../service/silent-log.ts';
import { openNoticeBoard } from './notice-board.ts';

const notice = (change: Partial<Notice> = {}): Notice => ({
  id: 'backup-failed:main',
  at: 1,
  set: 'main',
  urgency: 'normal',
  kind: 'backup-failed',
  figures: {},
  words: 'It did not work.',
  error: null,
  screen: 'activity',
  ...change,
});

async function board(folder?: string, notify = { trouble: true, success: false }) {
  const appFolder = folder ?? (await mkdtemp(join(tmpdir(), 'holdfast-notices-')));
  const said: string[] = [];
  const emitted: string[] = [];
  const opened = await openNoticeBoard({
    appFolder,
    world: { now: () => 5 },
    log: silentLog,
    settings: () => ({ notify }),
    emit: ({ id }) => emitted.push(id),
    desktop: ({ words }) => said.push(words),
    changed: () => undefined,
  });
  return { ...opened, appFolder, said, emitted };
}

test('the same id replaces, and the desktop hears each news once', async () => {
  const { put, list, said, emitted } = await board();
  put(notice());
  put(notice({ at: 2 }));
  expect(list()).toMatchObject([{ at: 2 }]);
  expect(said).toEqual(['It did not work.']);
  expect(emitted).toHaveLength(2);
  put(notice({ words: 'Still not.' }));
  expect(list()).toHaveLength(1);
  expect(said).toEqual(['It did not work.', 'Still not.']);
});

test('what is low stays in the window, successes are off, and settings switch all off', async () => {
  const first = await board();
  first.put(notice({ urgency: 'low' }));
  first.put(notice({ id: 'done', kind: 'backup-done', urgency: 'low' }));
  expect(first.said).toEqual([]);
  expect(first.list()).toHaveLength(2);
  const wanted = await board(undefined, { trouble: false, success: true });
  wanted.put(notice({ urgency: 'critical' }));
  expect(wanted.said).toEqual([]);
  wanted.put(notice({ id: 'done', kind: 'backup-done', urgency: 'low', words: 'Done.' }));
  expect(wanted.said).toEqual(['Done.']);
});

test('survives a restart without saying it again, and what is over stays over', async () => {
  const first = await board();
  first.put(notice({ id: 'a' }));
  first.put(notice({ id: 'b', words: 'Another.' }));
  first.dismiss('a');
  await first.written();
  const second = await board(first.appFolder);
  expect(second.list().map(({ id }) => id)).toEqual(['b']);
  second.put(notice({ id: 'b', words: 'Another.' }));
  expect(second.said).toEqual([]);
});

test('a suspected attack stays until it is decided', async () => {
  const { put, list, dismiss, end } = await board();
  put(notice({ id: 'suspected:main', kind: 'suspected', urgency: 'critical' }));
  dismiss('suspected:main');
  expect(list()).toHaveLength(1);
  end('suspected:main');
  expect(list()).toEqual([]);
});

test('a damaged file is set aside and counts as empty', async () => {
  const { appFolder } = await board();
  await writeFile(join(appFolder, 'notices.json'), '{"version":1,"notices":[{"id":3}]}');
  const { list, put, written } = await board(appFolder);
  expect(list()).toEqual([]);
  put(notice());
  await written();
  expect((await readdir(appFolder)).toSorted((a, b) => a.localeCompare(b))).toMatchObject([
    'notices.json',
    expect.stringMatching(/^notices\.json\.broken-/),
  ]);
});
