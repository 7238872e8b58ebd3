import { choose } from './choose.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { ownTemporaryFolder } from '../own-temporary-folder.ts';
import { expectAccessible } from './accessible.ts';
import { findInFiles } from './find-in-files.ts';
import type { OpenApp } from './app-under-test.ts';
import { openApp, transports } from './open-app.ts';
import { findInMemory, rendererProcesses } from './process-memory.ts';
import { finishSetUp, fromFoldersToStart, passphrase } from './set-up-practice.ts';
import { untilClosed } from './until-closed.ts';

// The browser's own profile lies there too, so it is searched with the rest.
ownTemporaryFolder();

describe.each(transports)('the secrets of a set-up, over %s', (transport) => {
  let folder: string;
  let vault: PracticeVault;
  let app: OpenApp;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    mkdirSync(join(folder, 'Files'));
    writeFileSync(join(folder, 'Files', 'letter.txt'), 'Dear all');
    vault = await startPracticeVault({ dir: join(folder, 'provider') });
    app = await openApp(transport, { appFolder: join(folder, 'app') });
  });
  afterAll(async () => {
    await app.close();
    await vault.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  test('stand in no file and in no window once the wizard is through', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Set up a backup' }).click();
    await choose(page, /Backblaze B2/);
    await page.getByLabel('Bucket', { exact: true }).fill('holdfast-e2e-secrets');
    await page.getByRole('button', { name: 'More choices' }).click();
    await page.getByLabel('Address').fill(vault.b2);
    const secret = await app.secretWindow(async () => {
      await page.getByRole('button', { name: 'Enter the key' }).click();
    });
    await secret.getByLabel('Key id').fill(vault.keyId);
    await secret.getByLabel('Key', { exact: true }).fill(vault.key);
    await expectAccessible(secret);
    await untilClosed(secret, () => secret.getByRole('button', { name: 'Use this key' }).click());
    await page.getByText(/Holdfast will make: the locked bucket/).waitFor();
    const words = await fromFoldersToStart(app, [join(folder, 'Files')]);
    await finishSetUp(app);

    const secrets = [vault.key, passphrase, words.slice(0, 4).join(' '), words.slice(4, 8).join('\n')];
    const processes = await rendererProcesses(page);
    expect(processes).not.toHaveLength(0);
    expect(processes.flatMap((pid) => findInMemory(pid, secrets))).toEqual([]);
    expect(findInFiles(join(folder, 'app'), secrets)).toEqual([]);
    expect(
      findInFiles(tmpdir(), secrets).filter((file) => !file.startsWith(join(folder, 'provider'))),
    ).toEqual([]);
  });

  test('would be found if they stood there', async () => {
    const { page } = app;
    const planted = `planted ${passphrase} ${transport}`;
    await page.evaluate(`document.body.dataset.planted = ${JSON.stringify(planted)}`);
    const processes = await rendererProcesses(page);
    expect(processes.flatMap((pid) => findInMemory(pid, [planted]))).toContain(planted);
    writeFileSync(join(folder, 'app', 'planted.txt'), planted);
    expect(findInFiles(join(folder, 'app'), [planted])).toEqual([join(folder, 'app', 'planted.txt')]);
  });
});
