import type { Page } from 'playwright-core';

/**
 * Does what ends a window, and waits for its end. The window may be gone before the deed is over (Enter acts when the
 * key goes down, and then there is nothing left for it to come up in): that is no fault of a window that does end.
 */
export async function untilClosed(page: Page, deed: () => Promise<void>): Promise<void> {
  const closed = page.waitForEvent('close');
  const [end, done] = await Promise.allSettled([closed, deed()]);
  if (end.status === 'rejected') throw done.status === 'rejected' ? done.reason : end.reason;
}
