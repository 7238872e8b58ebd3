import { S3Refusal } from '../s3-refusal.ts';
import { encodeUri } from '../signature/uri-encoding.ts';

/** S3's largest page. */
const maxPage = 1000;

/** What all listings share. */
export type PageRequest = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly max: number;
  /** Writes names as the client asked for them. */
  readonly encode: (name: string) => string;
  readonly encodingType: 'url' | undefined;
};

/** `maxName`: the parameter that holds the page size (`max-keys`, `max-uploads`). */
export function readPageRequest(query: ReadonlyMap<string, string>, maxName: string): PageRequest {
  const encodingType = query.get('encoding-type') || undefined;
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Refusal('InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    max: readCount(query, maxName, maxPage),
    encode: encodingType === 'url' ? encodeName : (name) => name,
    encodingType,
  };
}

/** A count of 0 or more, at most (and by default) `most`. */
export function readCount(query: ReadonlyMap<string, string>, name: string, most: number): number {
  const text = query.get(name) ?? '';
  if (text === '') return most;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Refusal('InvalidArgument', `Argument ${name} must be an integer between 0 and 2147483647`);
  }
  return Math.min(most, Number(text));
}

function encodeName(name: string): string {
  return encodeUri(name).replaceAll('%2F', '/');
}
