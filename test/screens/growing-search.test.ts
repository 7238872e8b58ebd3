import { expect, test } from 'vitest';
import { useGallery } from './use-gallery.ts';

const open = useGallery();

test('the hit that was chosen stays chosen when a better one comes above it', async () => {
  const page = await open('restore');
  await page.getByRole('searchbox').fill('growing');
  const hits = page.getByRole('listbox').getByRole('option');
  const chosen = hits.filter({ hasText: 'growing older.txt' });
  await chosen.click();
  await hits.nth(1).waitFor();
  expect(await hits.first().getAttribute('aria-selected')).toBe('false');
  expect(await chosen.getAttribute('aria-selected')).toBe('true');
});
