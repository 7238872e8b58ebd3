import type { Page } from 'playwright-core';

/** One of a few: the whole card is the button's label, as for a mouse; the button itself is drawn by its card. */
export async function choose(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('radio', { name }).locator('xpath=ancestor::label').click();
}
