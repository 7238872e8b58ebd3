import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion } from '../../model/object.ts';
import { markerLock } from '../marker-lock.ts';
import { compareNames } from '../name-order.ts';

/** The most that S3 gives in one answer. */
const pageRows = 1000;

type Row = {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly IsLatest?: boolean | undefined;
};

/** Where the next page begins; both as the server gave them. */
type Place = { readonly key: string; readonly versionId: string | undefined };

/**
 * Pages of a version listing in the order the interface promises. Names travel URL-encoded, as a hostile name with
 * a control character would make the XML unreadable.
 *
 * Ceph RGW 16.2 begins a page *at* KeyMarker where AWS begins after it, and gives NextKeyMarker unencoded: both are
 * allowed for here.
 */
export async function* listS3Versions(
  client: S3Client,
  bucket: string,
  prefix: string,
  startAfter: string | undefined,
): AsyncGenerator<readonly ListedVersion[]> {
  let place: Place | undefined =
    startAfter === undefined ? undefined : { key: startAfter, versionId: undefined };
  for (;;) {
    const answer: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        MaxKeys: pageRows,
        KeyMarker: place?.key,
        VersionIdMarker: place?.versionId,
      }),
    );
    const rows = readPage(answer);
    const wanted =
      startAfter === undefined ? rows : rows.filter((row) => compareNames(row.name, startAfter) > 0);
    if (wanted.length > 0) yield wanted;
    if (answer.IsTruncated !== true) return;
    place = nextPlace(answer, place);
  }
}

function nextPlace(answer: ListObjectVersionsCommandOutput, last: Place | undefined): Place {
  const raw = answer.NextKeyMarker;
  const versionId = answer.NextVersionIdMarker;
  if (raw === undefined || raw === '') throw invalid('a page without a place to go on');
  const isEncoded = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].some(
    (row) => row.Key === raw,
  );
  const key = isEncoded && answer.EncodingType === 'url' ? decodeName(raw) : raw;
  if (key === last?.key && versionId === last.versionId) throw invalid('the same page twice');
  return { key, versionId: versionId === '' ? undefined : versionId };
}

function readPage(answer: ListObjectVersionsCommandOutput): ListedVersion[] {
  const decode = answer.EncodingType === 'url' ? decodeName : (name: string) => name;
  const read = (row: Row, kind: ListedVersion['kind']): ListedVersion => {
    if (row.Key === undefined || row.VersionId === undefined || row.LastModified === undefined)
      throw invalid('a row without name, version or time');
    return {
      name: decode(row.Key),
      versionId: row.VersionId,
      kind,
      size: row.Size ?? 0,
      uploadedAt: row.LastModified.getTime(),
      latest: row.IsLatest === true,
      lock: kind === 'marker' ? markerLock : undefined,
    };
  };
  const objects = (answer.Versions ?? []).map((row) => read(row, 'object'));
  const markers = (answer.DeleteMarkers ?? []).map((row) => read(row, 'marker'));
  // The SDK hands out versions and markers apart; without markers the server's order stands.
  return markers.length === 0 ? objects : [...objects, ...markers].toSorted(inListingOrder);
}

function inListingOrder(a: ListedVersion, b: ListedVersion): number {
  return compareNames(a.name, b.name) || Number(b.latest) - Number(a.latest) || b.uploadedAt - a.uploadedAt;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    throw invalid(`a name that is not URL-encoded: ${name}`);
  }
}

function invalid(reason: string): HoldfastError {
  return new HoldfastError('provider-answer-invalid', { expected: 'an S3 listing', reason });
}
