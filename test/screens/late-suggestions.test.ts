import { expect, test } from 'vitest';
import { useGallery } from './use-gallery.ts';

const open = useGallery();

test('a folder that was picked before the suggestions came is not replaced by them', async () => {
  const page = await open('wizard-folders-late');
  await page.getByRole('button', { name: 'Add folders' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Choose this folder' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.evaluate("dispatchEvent(new Event('suggestions-come'))");
  const picked = page.getByRole('checkbox', { name: '/home/anna' });
  await picked.waitFor();
  expect(await picked.isChecked()).toBe(true);
  expect(await page.getByRole('checkbox', { name: '/home/ada/Documents' }).isChecked()).toBe(false);
});
