import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { keepMailPassword, mailAccountOf } from '../../core/app/reports/mail-password.ts';
import { sendTestReport } from '../../core/app/reports/send-test-report.ts';
import type { AppSettings } from '../../core/contract/app.ts';
import { noteEvent } from '../../core/app/upkeep-state.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { openReceivers, type Receivers } from '../guard/alarm-receivers.ts';
import { notices, start, type NoticesStage } from './notices-stage.ts';

const hour = 3_600_000;
const day = 24 * hour;

const opened: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop } of opened.splice(0).toReversed()) await stop();
});

async function stage(settings: Partial<AppSettings> = {}, folder?: string): Promise<NoticesStage> {
  const made = await notices(settings, folder);
  opened.push(made);
  return made;
}

async function receivers(): Promise<Receivers> {
  const made = await openReceivers();
  opened.push({ stop: () => made.close() });
  return made;
}

const mailOf = (to: Receivers, user = 'guard'): NonNullable<AppSettings['mail']> => ({
  host: '127.0.0.1',
  port: Number(new URL(to.smtp).port),
  secure: false,
  user,
  from: 'holdfast@example.org',
  to: 'anna@example.org',
});

/** For the account that the settings name now. */
const keepPassword = (context: NoticesStage['context'], password: string) =>
  keepMailPassword(context, password, mailAccountOf(context));

/** A mail as a person reads it. */
const textOf = (mail: string): string =>
  decodeURIComponent(
    mail
      .replaceAll(/=\r?\n/g, '')
      .replaceAll('%', '%25')
      .replaceAll(/=([0-9A-F]{2})/g, '%$1'),
  );

test('a failure is on the desktop, in the window, and survives a restart without being said again', async () => {
  const first = await stage();
  await first.bad(new HoldfastError('disk-full', { path: '/home/anna/secret plans.odt' }));
  expect(first.desktop).toMatchObject([{ kind: 'backup-failed', set: 'main', error: { code: 'disk-full' } }]);
  await first.stop();
  const second = await stage({}, first.appFolder);
  expect(second.board.list()).toMatchObject([{ id: 'backup-failed:main' }]);
  await second.bad(new HoldfastError('disk-full'));
  expect(second.desktop).toEqual([]);
  await second.good();
  expect(second.board.list()).toEqual([]);
});

test('what was said is forgotten where its file is damaged, and nothing else', async () => {
  const first = await stage();
  await first.bad(new HoldfastError('disk-full'));
  await first.stop();
  await writeFile(join(first.appFolder, 'notify.json'), '{"version":1,"sets":[]}');
  const second = await stage({}, first.appFolder);
  expect(second.board.list()).toMatchObject([{ id: 'backup-failed:main' }]);
  await second.bad(new HoldfastError('key-invalid'));
  expect(second.desktop).toMatchObject([{ kind: 'backup-failed' }]);
});

test('no backup for three days: said by mail too, in the language of the program, without a secret', async () => {
  const to = await receivers();
  const { world, good, running, context, desktop, appFolder } = await stage({
    mail: mailOf(to),
    language: 'de',
  });
  await keepPassword(context, 'secret');
  await good();
  await world.pass(3 * day);
  await running.sent();
  expect(desktop).toMatchObject([{ kind: 'no-backup', figures: { days: 3, lastGood: start } }]);
  const [mail = ''] = to.mails;
  expect(textOf(mail)).toContain('Seit dem 23. November 2026 ist keine Sicherung von Papers gelungen.');
  expect(mail).toContain('To: anna@example.org');
  await world.pass(day);
  expect(to.mails).toHaveLength(1);
  await good();
  await running.sent();
  expect(textOf(to.mails[1] ?? '')).toContain('Eine Sicherung von Papers ist gelungen.');
  expect(await readFile(join(appFolder, 'notify.json'), 'utf8')).not.toContain('secret');
});

test('what an audit noted is said once, and by webhook as JSON without names of files', async () => {
  const to = await receivers();
  const { home, running, bad, desktop } = await stage({ webhook: to.webhook });
  await noteEvent(home, { at: start, kind: 'alarm-hidden', words: 'English words of /home/anna/plan.odt' });
  await running.look();
  await running.look();
  await bad(new HoldfastError('network-unreachable', { endpoint: 'https://api.example.org' }));
  await running.sent();
  expect(desktop).toMatchObject([{ kind: 'audit-alarm', urgency: 'critical', figures: { code: 'hidden' } }]);
  expect(to.posts).toMatchObject([
    { program: 'holdfast', kind: 'audit-alarm', set: 'Papers', at: '2026-11-23T11:00:00.000Z', error: null },
  ]);
  expect(JSON.stringify(to.posts)).not.toContain('plan.odt');
});

test('why a run failed is said here with the file, and without it where it leaves this computer', async () => {
  const to = await receivers();
  const { bad, running, desktop } = await stage({ webhook: to.webhook, reports: 'every-run' });
  await bad(new HoldfastError('path-impossible', { path: '/home/anna/plan.odt', reason: 'it is damaged' }));
  await running.sent();
  expect(desktop).toMatchObject([{ error: { details: { path: '/home/anna/plan.odt' } } }]);
  expect(to.posts).toMatchObject([{ error: 'path-impossible', text: expect.stringContaining('is damaged') }]);
  expect(JSON.stringify(to.posts)).not.toContain('plan.odt');
});

test('every run, where somebody wants it; successes on the desktop as well', async () => {
  const to = await receivers();
  const { good, running, desktop } = await stage({
    webhook: to.webhook,
    reports: 'every-run',
    notify: { trouble: true, success: true },
  });
  await good();
  await running.sent();
  expect(to.posts).toMatchObject([{ kind: 'backup-done', figures: { files: 2 } }]);
  expect(desktop).toMatchObject([{ kind: 'backup-done' }]);
});

test('weekly: a summary after seven days, and before that only what cannot wait', async () => {
  const to = await receivers();
  const { good, bad, running, world, home } = await stage({ webhook: to.webhook, reports: 'weekly' });
  await good({ figures: { files: 2, newBytes: 5_000_000 } });
  await bad(new HoldfastError('disk-full'));
  await running.sent();
  expect(to.posts).toEqual([]);
  await noteEvent(home, { at: start, kind: 'alarm-hidden', words: '' });
  await running.look();
  await running.sent();
  expect(to.posts).toMatchObject([{ kind: 'audit-alarm' }]);
  await world.pass(7 * day);
  await running.sent();
  const weekly = to.posts.filter((post) => (post as { kind?: string }).kind === 'weekly');
  expect(weekly).toHaveLength(1);
  expect(JSON.stringify(weekly)).toMatch(/1 good backup, 1 that did not succeed, 5\.0 MB new/);
});

test('weekly: a set whose settings cannot be read keeps no summary back', async () => {
  const to = await receivers();
  const { good, running, world, home } = await stage({ webhook: to.webhook, reports: 'weekly' });
  await good();
  await writeFile(home.settings, '{"version":9}');
  await world.pass(7 * day);
  await running.sent();
  expect(to.posts).toMatchObject([{ kind: 'weekly' }]);
  expect(JSON.stringify(to.posts)).toMatch(/Papers.*1 good backup/);
});

test('reports that nobody takes are tried again, given up, told in the window, and fail no backup', async () => {
  const to = await receivers();
  const { bad, running, world, board, log, context, good } = await stage({
    webhook: to.webhook,
    mail: mailOf(to),
  });
  await keepPassword(context, 'wrong');
  to.isBroken = true;
  await bad(new HoldfastError('disk-full'));
  await expect
    .poll(async () => {
      // In small steps: each try takes its time, and after three days without a backup there is more to tell.
      await world.pass(hour / 6);
      return board.list().map(({ id }) => id);
    })
    .toEqual(expect.arrayContaining(['report-failed:mail', 'report-failed:webhook', 'backup-failed:main']));
  await running.sent();
  const given = (await log.read({ level: 'error', limit: 99 })).filter(({ part }) => part === 'reports');
  expect(given).toHaveLength(2);
  expect(JSON.stringify(await log.read({ level: 'info', limit: 99 }))).not.toContain('wrong');
  to.isBroken = false;
  await keepPassword(context, 'secret');
  await good();
  await running.sent();
  expect(board.list()).toEqual([]);
  expect(to.posts).toMatchObject([{ kind: 'works-again' }]);
  expect(to.mails).toHaveLength(1);
});

test('a password is sent to the server that it was given for, and to no other that the settings name later', async () => {
  const to = await receivers();
  const { context, change } = await stage({ mail: mailOf(to) });
  await keepPassword(context, 'secret');
  const asked = { mail: { code: 'mail-password-missing' } };
  for (const other of [{ host: 'localhost' }, { user: 'somebody' }, { secure: true }, { port: 1 }]) {
    change({ mail: { ...mailOf(to), ...other } });
    expect(await sendTestReport(context)).toMatchObject(asked);
  }
  change({ mail: { ...mailOf(to), to: 'ben@example.org' } });
  expect(await sendTestReport(context)).toMatchObject({ mail: 'sent' });
});

test('a test report says of each channel whether it was taken', async () => {
  const to = await receivers();
  const { context, change } = await stage();
  expect(await sendTestReport(context)).toEqual({ mail: null, webhook: null });
  change({ mail: mailOf(to), webhook: to.webhook });
  expect(await sendTestReport(context)).toMatchObject({
    mail: { code: 'mail-password-missing' },
    webhook: 'sent',
  });
  await keepPassword(context, 'wrong');
  expect(await sendTestReport(context)).toMatchObject({
    mail: { code: 'report-not-sent', details: { reason: expect.not.stringContaining('wrong') } },
  });
  await keepPassword(context, 'secret');
  change({ webhook: 'http://192.0.2.1/hook' });
  expect(await sendTestReport(context)).toMatchObject({
    mail: 'sent',
    webhook: { code: 'report-not-sent', words: expect.stringContaining('https://') },
  });
  expect(textOf(to.mails[0] ?? '')).toContain('Subject: Holdfast: test report');
});

test('a password that was kept under a passphrase comes back after a restart, once the passphrase is typed', async () => {
  const to = await receivers();
  const first = await stage({ mail: mailOf(to) });
  first.context.unlocked.set('main', 'correct horse');
  expect(await keepPassword(first.context, 'secret')).toBe('sealed-file');
  const sealed = await readFile(join(first.home.folder, 'mail-password.sealed'), 'utf8');
  expect(sealed).not.toContain(Buffer.from('secret').toString('base64'));
  const later = { ...first.context, appFolder: `${first.appFolder}/` };
  expect(
    await sendTestReport({ ...later, unlocked: { ...later.unlocked, get: () => undefined } }),
  ).toMatchObject({
    mail: { code: 'mail-password-missing' },
  });
  expect(await sendTestReport(later)).toMatchObject({ mail: 'sent' });
});

test('without TLS a password is sent to this computer only', async () => {
  const to = await receivers();
  const { context, change } = await stage({ mail: mailOf(to) });
  await keepPassword(context, 'secret');
  expect(await sendTestReport(context)).toMatchObject({ mail: 'sent' });
  // The same server by a name that could be another computer's.
  change({ mail: { ...mailOf(to), host: '::ffff:127.0.0.1' } });
  await keepPassword(context, 'secret');
  expect(await sendTestReport(context)).toMatchObject({ mail: { code: 'report-not-sent' } });
  change({ mail: { ...mailOf(to, ''), host: '::ffff:127.0.0.1' } });
  const { mail } = await sendTestReport(context);
  // Without a password nothing has to be hidden; that this server wants one is another matter.
  expect(mail).toMatchObject({ details: { reason: expect.stringContaining('530') } });
});
