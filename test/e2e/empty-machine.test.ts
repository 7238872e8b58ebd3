import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import encodeQR from 'qr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kitCodeText } from '../../core/app/kit/kit-code.ts';
import { readKit } from '../../core/recovery/read-kit.ts';
import { runHere } from '../../headless/testing/run-here.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { compareTrees } from '../compare/compare-trees.ts';
import { expectAccessible } from './accessible.ts';
import type { OpenApp } from './app-under-test.ts';
import { choose } from './choose.ts';
import { openApp, transports } from './open-app.ts';
import { untilClosed } from './until-closed.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-empty-machine-'));
const at = (name: string): string => join(folder, name);
let vault: PracticeVault;
let readKey: { readonly keyId: string; readonly key: string };

beforeAll(async () => {
  mkdirSync(at('Files/letters'), { recursive: true });
  writeFileSync(at('Files/letters/dear ada.txt'), 'Dear Ada,');
  writeFileSync(at('Files/<b>bold\u202e.txt'), 'a name that would like to be more');
  vault = await startPracticeVault({ dir: at('provider') });
  const place = ['--b2', vault.b2, '--bucket', 'empty-machine'];
  const environment = {
    HOLDFAST_HOME: at('home'),
    HOLDFAST_PASSPHRASE: 'tide and time',
    HOLDFAST_SETUP_KEY_ID: vault.keyId,
    HOLDFAST_SETUP_KEY: vault.key,
  };
  const run = async (...args: readonly string[]) => await runHere([...args, '--json'], environment);
  await run('setup', ...place, '--protect', '30d', '--kit', at('kit.txt'));
  await run('backup', at('Files'));
  const made = await run('keys', 'create', '--role', 'read');
  readKey = made.json as typeof readKey;
  // Nothing of the old computer is left.
  rmSync(at('home'), { recursive: true });
});
afterAll(async () => {
  await vault.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

describe.each(transports)('a new computer, a recovery kit and a read key, over %s', (transport) => {
  let app: OpenApp;
  beforeAll(async () => {
    app = await openApp(transport, { appFolder: at(`app-${transport}`) });
  });
  afterAll(async () => await app.close());

  test('the picture of the code is read, and everything comes back', async () => {
    const { page } = app;
    const code = kitCodeText(readKit(readFileSync(at('kit.txt'), 'utf8')));
    const picture = Buffer.from(encodeQR(code, 'gif', { ecc: 'medium', border: 4, scale: 4 }));
    await page.getByRole('button', { name: 'I have a recovery kit' }).click();
    const secret = await app.secretWindow(async () => {
      await page.getByRole('button', { name: 'Open the recovery kit…' }).click();
    });
    await expectAccessible(secret);
    await secret
      .locator('input[type=file]')
      .setInputFiles({ name: 'kit.gif', mimeType: 'image/gif', buffer: picture });
    await secret.getByLabel('Key id of a read key').fill(readKey.keyId);
    await secret.getByLabel('Read key', { exact: true }).fill(readKey.key);
    await untilClosed(secret, () => secret.getByRole('button', { name: 'Connect' }).click());
    await page.getByText('No sign of an attack was found').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Choose this backup' }).click();
    await page.getByRole('button', { name: 'Restore everything…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore' });
    await choose(page, /A folder that I choose/);
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await chooseFolder(page, 'Where to restore', at(`back-${transport}`));
    await dialog.getByRole('button', { name: 'Restore 2 files' }).click();
    await dialog.getByText('Everything was restored').waitFor();
    await dialog.getByRole('button', { name: 'Save the report…' }).click();
    await chooseFolder(page, 'Where to save the report', at(`report-${transport}`));
    await dialog.getByText(/^The report is in/).waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('0 changes').waitFor();
    expect(compareTrees(at('Files'), at(`back-${transport}/Files`)).lines).toEqual([]);
    const lists = readdirSync(at(`report-${transport}`)).filter((name) => name.endsWith('.sha256'));
    expect(lists).toHaveLength(1);
    const checked = spawnSync('sha256sum', ['--check', '--strict', at(`report-${transport}/${lists[0]}`)], {
      cwd: at(`back-${transport}`),
      encoding: 'utf8',
    });
    expect([checked.status, checked.stdout.match(/: OK$/gm)]).toMatchObject([0, { length: 2 }]);
  });
});

/** Types a new folder into the picker of this title and takes it. */
async function chooseFolder(page: Page, title: string, to: string): Promise<void> {
  mkdirSync(to);
  const picker = page.getByRole('dialog', { name: title });
  await picker.getByLabel('Folder', { exact: true }).fill(to);
  await picker.getByLabel('Folder', { exact: true }).press('Enter');
  await picker.getByRole('button', { name: 'Choose this folder' }).click();
}
