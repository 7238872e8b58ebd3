import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/** One folder of this machine, copied. */
export type TreePart = { readonly from: string; readonly files: number; readonly bytes: number };

export type LargeTree = {
  readonly path: string;
  readonly parts: readonly TreePart[];
  readonly files: number;
  readonly bytes: number;
};

/** The shares of the system and installations of languages: what real machines have much of. In order of taste. */
const candidates = [
  '/usr/share',
  ...['.pyenv', '.rustup', '.nvm', '.cargo', '.local/lib', 'go'].map((name) => join(homedir(), name)),
  '/usr/lib/python3',
  '/usr/lib/jvm',
  '/usr/local',
  '/usr/lib',
  '/usr/include',
  '/opt',
];

/**
 * Copies folders of this machine, with owners, modes, times and links, until the tree is large enough; a folder is
 * copied once, since copies of the same files would cost a deduplicating backup nothing.
 * @throws Error where this machine does not have enough, or the disk not enough room
 */
export function assembleLargeTree(
  path: string,
  least: { readonly files: number; readonly bytes: number } = { files: 150_000, bytes: 2.5 * 1024 ** 3 },
  from: readonly string[] = candidates,
): LargeTree {
  const chosen = choose(from, least);
  mkdirSync(path, { recursive: true });
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < 2 * total(chosen).bytes) throw new Error(`not enough room on the disk of ${path}`);
  const parts = chosen.map((part, index) => {
    const to = join(path, `${index + 1} ${basename(part.from)}`);
    execFileSync('cp', ['-a', '--one-file-system', part.from, to], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return { from: part.from, ...measure(to) };
  });
  return { path, parts, ...total(parts) };
}

function choose(
  from: readonly string[],
  least: { readonly files: number; readonly bytes: number },
): readonly TreePart[] {
  const chosen: TreePart[] = [];
  for (const folder of from) {
    if (!existsSync(folder) || chosen.some((part) => `${folder}/`.startsWith(`${part.from}/`))) continue;
    const size = measure(folder);
    if (size.files === 0) continue;
    chosen.push({ from: folder, ...size });
    const { files, bytes } = total(chosen);
    if (files >= least.files && bytes >= least.bytes) return chosen;
  }
  const { files, bytes } = total(chosen);
  const folders = chosen.map((part) => part.from).join(', ');
  throw new Error(
    `this machine has only ${files} files of ${bytes} bytes in ${folders || 'the known places'}`,
  );
}

const total = (parts: readonly TreePart[]): { readonly files: number; readonly bytes: number } => ({
  files: parts.reduce((sum, part) => sum + part.files, 0),
  bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
});

/** Regular files and their sizes. By `find`, since names need not be UTF-8. */
export function measure(folder: string): { readonly files: number; readonly bytes: number } {
  const sizes = execFileSync('find', [folder, '-xdev', '-type', 'f', '-printf', '%s\n'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const numbers = sizes.split('\n').filter(Boolean).map(Number);
  return { files: numbers.length, bytes: numbers.reduce((sum, size) => sum + size, 0) };
}
