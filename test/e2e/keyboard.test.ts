import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenApp } from './app-under-test.ts';
import { openApp } from './open-app.ts';
import { passphrase } from './set-up-practice.ts';
import { untilClosed } from './until-closed.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-keys-'));
const files = join(folder, 'Files');
let app: OpenApp;

beforeAll(async () => {
  mkdirSync(files);
  writeFileSync(join(files, 'letter.txt'), 'Dear all');
  app = await openApp('loopback', { appFolder: join(folder, 'app') });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** Tab until what has the keyboard is of this name, as somebody without a mouse does; round again where the page is still on its way. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  await expect.poll(() => walkTo(page, name)).toBe('there');
}

/** @returns 'there', or all that was walked by */
async function walkTo(page: Page, name: RegExp): Promise<string> {
  const walked: string[] = [];
  for (let step = 0; step < 60; step++) {
    const at = await page.evaluate<string>(
      `(() => { const at = document.activeElement; if (!at?.matches('a, button, input, textarea, [role], summary')) return ''; const label = at?.closest('label') ?? at?.labels?.[0];
        return at?.getAttribute('aria-label') ?? label?.textContent ?? at?.textContent ?? ''; })()`,
    );
    if (name.test(at.trim())) return 'there';
    walked.push(at.trim().slice(0, 40));
    await page.keyboard.press('Tab');
  }
  return walked.join(' | ');
}

async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** A style that the policy refused stays in the page without effect; what it was for holds by a rule of ours. */
async function expectNothingInline(page: Page): Promise<void> {
  const pressable = '[data-react-aria-pressable]';
  await page.locator(pressable).first().waitFor();
  expect(await page.locator('style').count()).toBe(0);
  // Chromium's word for the rule's three.
  expect(await page.evaluate(`getComputedStyle(document.querySelector('${pressable}')).touchAction`)).toBe(
    'manipulation',
  );
}

test('the whole way to a first backup and back, without a mouse', async () => {
  const { page } = app;
  await page.getByRole('button', { name: /practice vault/i }).waitFor();
  await press(page, /practice vault/i);
  await page.getByRole('heading', { name: 'Where should the backups go?' }).waitFor();
  await press(page, /Use the practice vault/);
  await page.getByRole('button', { name: 'Next' }).waitFor();
  await press(page, /^Next$/);
  await page.getByRole('heading', { name: 'What should be backed up?' }).waitFor();
  await press(page, /Add folders/);
  const dialog = page.getByRole('dialog', { name: 'Add folders' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await press(page, /Add folders/);
  await dialog.locator('input[type=text]:not([readonly])').waitFor();
  await tabTo(page, /^Folder$/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(files);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Choose this folder', disabled: false }).waitFor();
  await press(page, /^Choose this folder$/);
  await page.getByRole('checkbox', { name: files }).waitFor();
  await press(page, /^Next$/);
  await page.getByText('What is backed up today nobody can delete before').waitFor();
  await press(page, /^Next$/);
  const secret = await app.secretWindow(async () => await press(page, /Choose the passphrase/));
  await secret.getByLabel('New passphrase').waitFor();
  await tabTo(secret, /New passphrase/);
  await secret.keyboard.type(passphrase);
  await secret.keyboard.press('Tab');
  await secret.keyboard.type(passphrase);
  await secret.keyboard.press('Enter');
  const list = secret.getByRole('list', { name: 'Recovery words' });
  await list.waitFor();
  const words = await list.getByRole('listitem').allTextContents();
  await expectNothingInline(secret);
  await press(secret, /I have them on paper/);
  await secret
    .getByLabel(/^Word number/)
    .first()
    .waitFor();
  const labels = await secret.getByText(/^Word number \d+$/).allTextContents();
  for (const label of labels) {
    await tabTo(secret, new RegExp(`^${label}$`));
    await secret.keyboard.type(words[Number(/\d+/.exec(label)![0]) - 1]!);
  }
  await untilClosed(secret, () => secret.keyboard.press('Enter'));
  await press(page, /^Next$/);
  await page.getByRole('heading', { name: /How should space/ }).waitFor();
  await press(page, /^Next$/);
  await press(page, /Create the locked bucket and start/);
  await page.getByRole('region', { name: 'The first backup is made' }).waitFor();
  await press(page, /^Next$/);
  await press(page, /Go to Home/);
  await page.getByRole('heading', { name: /protected until/ }).waitFor();
  await expectNothingInline(page);

  await press(page, /^Restore$/);
  await page.getByRole('tree').first().waitFor();
  await tabTo(page, /^Files in this backup/);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Restore 1 file…' }).waitFor();
  await press(page, /^Restore 1 file…$/);
  const restore = page.getByRole('dialog', { name: 'Restore' });
  await restore.waitFor();
  await restore
    .getByText(/Restored \d{4}-\d\d-\d\d/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await restore.waitFor({ state: 'hidden' });
});
