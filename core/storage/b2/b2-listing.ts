import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion, VersionLock } from '../../model/object.ts';
import { markerLock } from '../marker-lock.ts';
import { compareNames } from '../name-order.ts';
import { versionPage, type B2File } from './b2-answers.ts';
import type { B2Control } from './b2-control.ts';

/** One call of the price list; up to 10,000 would be billed as ten. */
const pageRows = 1000;

/** Pages of b2_list_file_versions, which tells the locks too. Unfinished large files are left out. */
export async function* listB2Versions(
  control: B2Control,
  bucket: { readonly id: string; readonly name: string },
  prefix: string,
  startAfter: string | undefined,
): AsyncGenerator<readonly ListedVersion[]> {
  let place = { name: startAfter ?? '', id: undefined as string | undefined };
  let lastName: string | undefined;
  for (;;) {
    const { name, id } = place;
    const page = await control.call(
      versionPage,
      { operation: 'listVersions', bucket: bucket.name },
      (b2, axios) =>
        b2.listFileVersions({
          bucketId: bucket.id,
          startFileName: name,
          startFileId: id as string,
          maxFileCount: pageRows,
          ...axios,
          axiosOverride: { data: { prefix } },
        }),
    );
    const rows: ListedVersion[] = [];
    for (const file of page.files) {
      const kind = kindOf(file);
      if (kind === undefined || file.fileId === null) continue;
      // startFileName is the first name of the answer, not the last before it.
      if (startAfter !== undefined && compareNames(file.fileName, startAfter) <= 0) continue;
      rows.push({
        name: file.fileName,
        versionId: file.fileId,
        kind,
        size: kind === 'marker' ? 0 : file.contentLength,
        uploadedAt: file.uploadTimestamp,
        latest: file.fileName !== lastName,
        lock: kind === 'marker' ? markerLock : readB2Lock(file),
      });
      lastName = file.fileName;
    }
    if (rows.length > 0) yield rows;
    if (page.nextFileName === null) return;
    if (page.nextFileName === name && (page.nextFileId ?? undefined) === id)
      throw new HoldfastError('provider-answer-invalid', {
        expected: 'the B2 service',
        reason: 'the same page twice',
      });
    place = { name: page.nextFileName, id: page.nextFileId ?? undefined };
  }
}

/** undefined: neither an object nor a marker (`start` of a large file, `folder`). */
export function kindOf(file: B2File): ListedVersion['kind'] | undefined {
  if (file.action === 'hide') return 'marker';
  return file.action === 'upload' || file.action === 'copy' ? 'object' : undefined;
}

/** undefined where the key may not read retentions. A hold that it may not read counts as none. */
export function readB2Lock(file: B2File): VersionLock | undefined {
  const retention = file.fileRetention;
  if (retention?.isClientAuthorizedToRead !== true) return undefined;
  return {
    mode: retention.value?.mode ?? null,
    until: retention.value?.retainUntilTimestamp ?? null,
    legalHold: file.legalHold?.value === 'on',
  };
}
