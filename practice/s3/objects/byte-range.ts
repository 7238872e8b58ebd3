import type { ByteRange } from '../../../core/model/object.ts';
import { S3Refusal } from '../s3-refusal.ts';

/**
 * The part of an object that a Range header asks for; undefined: all of it (no header, several ranges or
 * another unit, which S3 ignores). Refuses with InvalidRange where nothing of it exists.
 */
export function readRange(header: string, size: number): ByteRange | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (found === null) return undefined;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end) throw new S3Refusal('InvalidRange', undefined, { 'content-range': `bytes */${size}` });
  return { start, end };
}

/** The same for a copy, where the range must be whole: `bytes=first-last` inside the source. */
export function readCopyRange(header: string, size: number): ByteRange | undefined {
  if (header === '') return undefined;
  const found = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header);
  const start = Number(found?.[1]);
  const end = Number(found?.[2]) + 1;
  if (found === null || start >= end || end > size) {
    throw new S3Refusal(
      'InvalidArgument',
      `The x-amz-copy-source-range value must be of the form bytes=first-last and lie inside ${size} bytes`,
    );
  }
  return { start, end };
}
