import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RecoveryKit } from '../recovery/recovery-kit.ts';
import { syncFolder } from './write-file-atomically.ts';

/** The kit as a page to print. Lines of `Name: value` are what a person types; `readKit` reads them too. */
export function renderKit(kit: RecoveryKit, madeOn: Date): string {
  return `HOLDFAST RECOVERY KIT
made on ${madeOn.toISOString().slice(0, 10)}

Whoever holds these words and a key to the bucket can read the backups. Keep this page
like cash: printed, away from this computer. Without the words and without the
passphrase nobody can read the backups, Holdfast's makers and the provider included.

Recovery words (24, in this order):

${wordRows(kit.words)}

Fingerprint:   ${kit.fingerprint}
Storage:       ${kit.store.kind}
Endpoint:      ${kit.store.endpoint}
${kit.store.kind === 's3' ? `Region:        ${kit.store.region}\n` : ''}Bucket:        ${kit.store.bucket}
Prefix:        ${kit.prefix || '(none)'}
Repository:    ${kit.repositoryId}

To restore on a clean computer:
1. On the provider's web page make a key that may read this bucket.
2. Set HOLDFAST_KEY_ID and HOLDFAST_KEY to that key and HOLDFAST_WORDS to the 24 words.
3. holdfast setup --existing ${storeOptions(kit)}
4. holdfast snapshots, then holdfast restore latest --to FOLDER
5. Check that the fingerprint shown is the one on this page.

Account e-mail at the provider: ______________________________________________
Where its second factor is:     ______________________________________________
`;
}

function wordRows(words: readonly string[]): string {
  const cells = words.map((word, index) => `${String(index + 1).padStart(4)} ${word.padEnd(10)}`);
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += 4)
    rows.push(
      cells
        .slice(at, at + 4)
        .join('')
        .trimEnd(),
    );
  return rows.join('\n');
}

function storeOptions({ store, prefix, repositoryId }: RecoveryKit): string {
  const place =
    store.kind === 's3' ? `--s3 ${store.endpoint} --region ${store.region}` : `--b2 ${store.endpoint}`;
  return `${place} --bucket ${store.bucket}${prefix ? ` --prefix ${prefix}` : ''} --repository ${repositoryId}`;
}

/**
 * Writes a new file, mode 0600, and makes it durable; never over an existing one.
 * @throws EEXIST
 */
export async function writeKit(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}
