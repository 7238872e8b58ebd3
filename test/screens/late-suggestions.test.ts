import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGallery, type Gallery } from './open-gallery.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-gallery-'));
let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery(folder);
});
afterAll(async () => {
  await gallery.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

test('a folder that was picked before the suggestions came is not replaced by them', async () => {
  const page = await gallery.browser.newPage();
  page.setDefaultTimeout(90_000);
  await page.goto(`${gallery.url}?scenario=wizard-folders-late&lang=en`);
  await page.getByRole('button', { name: 'Add folders' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.evaluate("dispatchEvent(new Event('suggestions-come'))");
  const picked = page.getByRole('checkbox', { name: '/home/anna' });
  await picked.waitFor();
  expect(await picked.isChecked()).toBe(true);
  expect(await page.getByRole('checkbox', { name: '/home/ada/Documents' }).isChecked()).toBe(false);
});
