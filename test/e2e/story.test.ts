import { choose } from './choose.ts';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import type { OpenApp } from './app-under-test.ts';
import { openApp, transports } from './open-app.ts';
import { finishSetUp, setUpPractice } from './set-up-practice.ts';

describe.each(transports)('what a person does, over %s', (transport) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  const files = join(folder, 'Files');
  let app: OpenApp;
  let words: readonly string[];

  beforeAll(async () => {
    mkdirSync(join(files, 'letters'), { recursive: true });
    for (let number = 1; number <= 20; number++)
      writeFileSync(join(files, 'letters', `letter ${number}.txt`), letter(number));
    app = await openApp(transport, { appFolder: join(folder, 'app') });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  test('sets up a practice vault and makes the first backup', async () => {
    const { page } = app;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page);
    words = await setUpPractice(app, [files]);
    await finishSetUp(app);
    await expectAccessible(page);
    expect(words).toHaveLength(24);
  });

  test('restores a lost file by looking for its name, and a folder by ticking it', async () => {
    const { page } = app;
    rmSync(join(files, 'letters', 'letter 7.txt'));
    await page.getByRole('link', { name: 'Restore' }).click();
    await page.getByRole('searchbox', { name: 'I lost a file' }).fill('letter 7');

    await page
      .getByRole('listbox', { name: 'Files found' })
      .getByRole('option', { name: /letter 7\.txt/ })
      .click();
    await expectAccessible(page);
    await page
      .getByRole('button', { name: /^Restore the version of/ })
      .first()
      .click();
    await restoreTo(page, join(folder, 'Back'));
    expect(contentsUnder(join(folder, 'Back'))).toEqual({ 'letter 7.txt': letter(7) });

    await page.getByRole('searchbox', { name: 'I lost a file' }).fill('');
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem', { name: /Files/ }).first().press('Space');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Restore 20 files…' }).click();
    await restoreTo(page, join(folder, 'All'));
    expect(Object.keys(contentsUnder(join(folder, 'All')))).toHaveLength(20);
  });

  test('plays an attack days later, sees what happened, and brings everything back', async () => {
    const { page } = app;
    await page.getByRole('link', { name: 'Practice' }).click();
    await page.getByLabel('Move forward by (days)').fill('3');
    await page.getByRole('button', { name: 'Move the clock' }).click();
    await page.getByText('3 days ahead of this computer').waitFor();
    await choose(page, /Hide everything/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Attack now' }).click();
    await page.getByText('Now bring everything back.').waitFor();
    await page.getByRole('button', { name: 'Recover after the attack' }).click();
    await page.getByRole('button', { name: 'Connect' }).last().click();
    await page.getByText(/^The attack began/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('region', { name: 'Suggested backup' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Choose this backup' }).click();
    await page.getByRole('button', { name: 'Extend the locks' }).click();
    await page
      .getByText(/^Held: nobody can delete it before/)
      .first()
      .waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Restore everything…' }).click();
    await restoreTo(page, join(folder, 'After'));
    expect(Object.keys(contentsUnder(join(folder, 'After')))).toHaveLength(20);
    await page.getByRole('button', { name: 'Leave' }).click();
  });
});

const letter = (number: number): string => `Dear ${number}\n`.repeat(200);

/** In the dialog of a restore: into a folder that is typed, and until it is done. */
async function restoreTo(page: Page, destination: string): Promise<void> {
  mkdirSync(destination);
  const dialog = page.getByRole('dialog', { name: 'Restore' });
  await choose(page, /A folder that I choose/);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  const picker = page.getByRole('dialog', { name: 'Where to restore' });
  await picker.getByRole('textbox').first().fill(destination);
  await picker.getByRole('textbox').first().press('Enter');
  await picker.getByRole('button', { name: /^Choose/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Restore \d+ files?$/ }).click();
  await dialog.getByText('Everything was restored').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
}

/** Name → contents of every file below. */
function contentsUnder(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
  );
}
