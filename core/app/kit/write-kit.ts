import { open, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { syncFolder } from '../write-file-atomically.ts';
import type { KitPage } from './kit-page.ts';
import { renderKitHtml } from './render-kit-html.ts';
import { renderKitText } from './render-kit-text.ts';

/** The page to print where the name ends in .html or .htm, else text. */
export const renderKitFor = (path: string, page: KitPage): string =>
  /^\.html?$/i.test(extname(path)) ? renderKitHtml(page) : renderKitText(page);

/**
 * Writes a new file, mode 0600, and makes it durable; never over an existing one.
 * @throws EEXIST
 */
export async function writeKit(path: string, page: KitPage): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(renderKitFor(path, page));
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}
