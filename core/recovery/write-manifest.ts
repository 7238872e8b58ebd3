import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath } from '../model/entry.ts';
import { errorCode } from '../restore/item-placer.ts';
import type { RestoreProblem } from '../restore/restore-report.ts';
import { toFsPath, toText } from '../source/byte-path.ts';
import { restoredChanged } from './check-unchanged.ts';
import { isSameLook, lookOf, type RestoredFile } from './restored-files.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

/** Files read at a time, each with a buffer of its own. */
const atATime = 4;
const bufferBytes = 1 << 20;
/** Lines gathered before they are written. */
const batch = 256;

export type Manifest = {
  readonly files: number;
  readonly bytes: number;
  /** Of the manifest itself, hex. */
  readonly sha256: string;
};

/** What is listed: files, all below one folder. */
export type ManifestOf = {
  readonly destination: BytePath;
  /** From the first on, as often as it is asked. */
  readonly files: () => Iterable<RestoredFile> | AsyncIterable<RestoredFile>;
};

/**
 * Writes the SHA-256 of every file that was restored, as it is on the disk now, the way `sha256sum -c` reads it: run in
 * the destination it compares them again.
 * @param file a new one; where this throws, it is not there
 * @param problem what cannot be read back
 * @throws restored-changed where a file that was looked at before looks otherwise when it was read
 */
export async function writeManifest(
  file: string,
  { destination, files: listed }: ManifestOf,
  {
    problem,
    signal,
    onProgress,
  }: {
    readonly problem: (problem: RestoreProblem) => void;
    readonly signal: AbortSignal | undefined;
    readonly onProgress: (bytes: number) => void;
  },
): Promise<Manifest> {
  const out = await open(file, 'wx', 0o600);
  const whole = createHash('sha256');
  const buffers = Array.from({ length: atATime }, () => Buffer.allocUnsafe(bufferBytes));
  const top = destination.endsWith('/') ? destination.length : destination.length + 1;
  let files = 0;
  let bytes = 0;
  try {
    for await (const some of batches(listed())) {
      stopIfAborted(signal);
      const lines: string[] = [];
      let next = 0;
      await Promise.all(
        buffers.map(async (buffer) => {
          for (let at = next++; at < some.length; at = next++) {
            const { path } = some[at]!;
            try {
              const read = await hashFile(some[at]!, buffer, signal);
              lines[at] = manifestLine(read.hash, path.slice(top));
              files++;
              bytes += read.bytes;
              onProgress(bytes);
            } catch (error) {
              stopIfAborted(signal);
              if (isHoldfastError(error, 'restored-changed')) throw error;
              problem({
                path: toText(path),
                reason: `it is restored, but could not be read back for its checksum (${errorCode(error)})`,
              });
            }
          }
        }),
      );
      await append(out, whole, lines);
    }
    await out.sync();
    await out.close();
  } catch (error) {
    await out.close().catch(() => undefined);
    await rm(file, { force: true });
    throw error;
  }
  return { files, bytes, sha256: whole.digest('hex') };
}

async function append(out: FileHandle, whole: Hash, lines: readonly string[]): Promise<void> {
  const bytes = Buffer.from(lines.join(''), 'latin1');
  whole.update(bytes);
  await out.appendFile(bytes);
}

/** GNU's form: a backslash in front says that backslashes and line ends in the name are escaped. */
export function manifestLine(sha256: string, name: BytePath): string {
  if (!/[\\\n\r]/.test(name)) return `${sha256}  ${name}\n`;
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `\\${sha256}  ${escaped}\n`;
}

async function hashFile(
  { path, look }: RestoredFile,
  buffer: Buffer,
  signal: AbortSignal | undefined,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const file = await open(toFsPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for (;;) {
      stopIfAborted(signal);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) {
        if (look && !isSameLook(lookOf(await file.stat()), look)) throw restoredChanged(path, 1);
        return { hash: hash.digest('hex'), bytes };
      }
      bytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function* batches(
  files: Iterable<RestoredFile> | AsyncIterable<RestoredFile>,
): AsyncGenerator<readonly RestoredFile[]> {
  let some: RestoredFile[] = [];
  for await (const file of files) {
    some.push(file);
    if (some.length < batch) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
