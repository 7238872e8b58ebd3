import { choose } from './choose.ts';
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { expectAccessible } from './accessible.ts';
import type { OpenApp } from './app-under-test.ts';
import { openApp } from './open-app.ts';
import { finishSetUp, fromFoldersToStart } from './set-up-practice.ts';
import { untilClosed } from './until-closed.ts';

let folder: string;
let vault: PracticeVault;
let app: OpenApp;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-wrong-'));
  mkdirSync(join(folder, 'Files'));
  writeFileSync(join(folder, 'Files', 'letter.txt'), 'Dear all');
  vault = await startPracticeVault({ dir: join(folder, 'provider') });
  app = await openApp('loopback', { appFolder: join(folder, 'app') });
});
afterEach(async () => {
  await app.close();
  await vault.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

async function chooseVault(address = vault.b2): Promise<void> {
  const { page } = app;
  await page.getByRole('button', { name: 'Set up a backup' }).click();
  await choose(page, /Backblaze B2/);
  await page.getByLabel('Bucket', { exact: true }).fill('holdfast-goes-wrong');
  await page.getByRole('button', { name: 'More choices' }).click();
  await page.getByLabel('Address').fill(address);
}

async function giveKey(button: string, key: string): Promise<void> {
  const secret = await app.secretWindow(async () => {
    await app.page.getByRole('button', { name: button }).click();
  });
  await secret.getByLabel('Key id').fill(vault.keyId);
  await secret.getByLabel('Key', { exact: true }).fill(key);
  await untilClosed(secret, () => secret.getByRole('button', { name: 'Use this key' }).click());
}

test('a wrong key is said calmly, and another one goes on', async () => {
  const { page } = app;
  await chooseVault();
  await giveKey('Enter the key', 'not-the-key');
  await page
    .getByRole('alert')
    .getByText(/key is not accepted/)
    .waitFor();
  await expectAccessible(page);
  expect(await page.getByRole('button', { name: 'Next' }).count()).toBe(0);
  await giveKey('Enter another key', vault.key);
  await page.getByRole('button', { name: 'Next' }).waitFor();
});

test('nobody answers: nothing is lost, and trying again goes on', async () => {
  const { page } = app;
  await chooseVault('http://127.0.0.1:9');
  await giveKey('Enter the key', vault.key);
  await page
    .getByRole('alert')
    .getByText(/No answer/)
    .waitFor();
  await page.getByLabel('Address').fill(vault.b2);
  await giveKey('Enter the key', vault.key);
  await page.getByRole('button', { name: 'Next' }).waitFor();
});

test('the window and the program end in the middle: the draft goes on, the secrets are asked for again', async () => {
  const { page } = app;
  await chooseVault();
  await giveKey('Enter the key', vault.key);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'What should be backed up?' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'What should be backed up?' }).waitFor();
  await app.close();
  app = await openApp('loopback', { appFolder: join(folder, 'app') });
  await app.page.getByRole('button', { name: /Go on/ }).click();
  await app.page.getByRole('heading', { name: 'What should be backed up?' }).waitFor();
  await app.page.getByRole('button', { name: 'Back' }).click();
  expect(await app.page.getByLabel('Bucket', { exact: true }).inputValue()).toBe('holdfast-goes-wrong');
  await giveKey(/Enter/.source, vault.key);
  await fromFoldersToStart(app, [join(folder, 'Files')]);
  await finishSetUp(app);
});

test('a page from elsewhere that calls the port gets nothing', async () => {
  const { page } = app;
  const foreign = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<p>foreign'),
  );
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  const own = new URL(page.url()).origin;
  const stranger = await page.context().newPage();
  await stranger.goto(`http://localhost:${(foreign.address() as AddressInfo).port}/`);
  const tried = await stranger.evaluate<string>(
    `Promise.all(['POST', 'GET'].map((method) =>
      fetch('${own}/api/call/app.state', { method, credentials: 'include', ...(method === 'POST' && { body: '{}' }) }).then(
        (answer) => answer.text(), () => 'refused'))).then((all) => all.join())`,
  );
  expect(tried).toBe('refused,refused');
  foreign.close();
  // Chromium may keep a spare connection open.
  foreign.closeAllConnections();
});
