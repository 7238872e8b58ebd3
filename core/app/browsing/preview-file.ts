import type { Preview } from '../../contract/browse.ts';
import { ChunkIdHasher } from '../../crypto/chunk-id.ts';
import type { Entry } from '../../model/entry.ts';
import { readChunk } from '../../restore/read-chunk.ts';
import { findPath } from '../../restore/snapshot-paths.ts';
import type { BrowseSource } from './browse-source.ts';
import { textOfBytes } from './text-of-bytes.ts';

const mebibyte = 1 << 20;
const maxTextBytes = 256 * 1024;
const maxImageBytes = 8 * mebibyte;
const maxPdfBytes = 16 * mebibyte;

type Shown = { readonly kind: 'pdf' } | { readonly kind: 'image'; readonly mime: ImageType };
type ImageType = Extract<Preview, { kind: 'image' }>['mime'];

/**
 * What a person may see of a file before it is restored. Its beginning is read first, and the rest only where it is a picture or a
 * PDF that is shown whole; nothing touches the disk.
 */
export async function previewFile(source: BrowseSource, id: string, path: string): Promise<Preview> {
  const snapshot = await source.snapshot(id);
  return await source.reading([snapshot], 'everything', async ({ locator, reader }) => {
    const { entry } = await findPath(snapshot.body, path, reader);
    const none = whyNone(entry);
    if (none) return none;
    const hasher = new ChunkIdHasher(source.repository.keys.chunkId);
    const parts: Uint8Array[] = [];
    const content = entry.content ?? [];
    const readUpTo = async (bytes: number): Promise<Buffer> => {
      let length = parts.reduce((sum, part) => sum + part.length, 0);
      for (let at = parts.length; at < content.length && length < bytes; at++) {
        const part = await readChunk(source.repository, locator, hasher, content[at]?.id ?? '');
        parts.push(part);
        length += part.length;
      }
      return Buffer.concat(parts);
    };
    const beginning = await readUpTo(1);
    const shown = shownAs(beginning);
    if (!shown) return asText((await readUpTo(maxTextBytes)).subarray(0, maxTextBytes), entry.size);
    if (entry.size > (shown.kind === 'pdf' ? maxPdfBytes : maxImageBytes))
      return { kind: 'none', reason: 'too-large' };
    return { ...shown, base64: (await readUpTo(entry.size)).toString('base64') };
  });
}

function whyNone({ type, size }: Entry): Preview | undefined {
  if (type === 'directory') return { kind: 'none', reason: 'folder' };
  if (type !== 'file') return { kind: 'none', reason: 'binary' };
  return size === 0 ? { kind: 'none', reason: 'empty' } : undefined;
}

function asText(bytes: Uint8Array, size: number): Preview {
  const cut = bytes.length < size;
  const text = textOfBytes(bytes, cut);
  return text === undefined ? { kind: 'none', reason: 'binary' } : { kind: 'text', text, cut };
}

const imageBeginnings: readonly (readonly [RegExp, ImageType])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
];

/** By its first bytes: a name may say anything. */
function shownAs(bytes: Buffer): Shown | undefined {
  const beginning = bytes.toString('latin1', 0, 16);
  if (beginning.startsWith('%PDF-')) return { kind: 'pdf' };
  const mime = imageBeginnings.find(([pattern]) => pattern.test(beginning))?.[1];
  return mime && { kind: 'image', mime };
}
