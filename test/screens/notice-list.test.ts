import type { Locator, Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { useGallery } from './use-gallery.ts';

const open = useGallery();
let page: Page;
beforeEach(async () => {
  page = await open('notices');
});

const bar = (words: string): Locator => page.locator('.notice-bar', { hasText: words });

test('a notice about locks extends them where it stands, and says why where that fails', async () => {
  await bar('Locks end within a day').getByRole('button', { name: 'Extend now' }).click();
  await bar('No answer from s3.example.com').waitFor();
});

test('a sealed set is shown instead: there its passphrase is typed', async () => {
  await bar('Locks end in about a week').getByRole('button', { name: 'Extend now' }).click();
  await bar('The keys are sealed').waitFor();
  expect(new URL(page.url()).hash).toBe('#/home');
});

test('what waits for a decision offers no way to wave it off', async () => {
  const dismiss = { name: 'Dismiss' };
  await bar('Locks end within a day').getByRole('button', dismiss).waitFor();
  expect(await bar('Locks end within a day').getByRole('button', dismiss).count()).toBe(1);
  const suspected = bar('looks like an attack');
  expect(await suspected.getByRole('button', { name: 'Look' }).count()).toBe(1);
  expect(await suspected.getByRole('button', dismiss).count()).toBe(0);
  expect(await suspected.getByRole('button', { name: 'Extend now' }).count()).toBe(0);
});
