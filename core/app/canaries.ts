import { open, readFile, realpath, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { CanaryFindings } from '../backup/detection-types.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { concurrently } from '../system/concurrently.ts';
import type { World } from '../system/world.ts';
import type { Home } from './home.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const schema = z.strictObject({
  version: z.literal(1),
  canaries: z.array(z.strictObject({ path: z.string(), sha256: z.string(), plantedAt: z.int() })).max(1_000),
});

/** A decoy file: nobody has a reason to change it, so whoever does changes everything. */
export type Canary = z.infer<typeof schema>['canaries'][number];

/** Programs that go through a folder by name meet one first and one last, whichever way they go. */
const names = [
  '0000 Holdfast decoy - please leave here.txt',
  '0001 Holdfast decoy - please leave here.csv',
  'zzzy Holdfast decoy - please leave here.csv',
  'zzzz Holdfast decoy - please leave here.txt',
];

/** Files read at a time. */
const atATime = 16;
/** They are some kilobytes; what is larger is another file. */
const largest = 64 * 1024;

/** What is not there or cannot be read counts as none: decoys are an aid. */
export async function readCanaries(home: Home): Promise<readonly Canary[]> {
  try {
    return schema.parse(JSON.parse(await readFile(home.canaries, 'utf8'))).canaries;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function writeCanaries(home: Home, canaries: readonly Canary[]): Promise<void> {
  const contents = schema.parse({ version: 1, canaries });
  await writeFileAtomically(home.canaries, `${JSON.stringify(contents, null, 2)}\n`);
}

/**
 * Makes the decoys in each folder; those that stand there as planted stay.
 * @returns the new ones
 * @throws path-impossible where a folder is not there, or a file of that name is and is none of ours
 */
export async function plantCanaries(
  home: Home,
  folders: readonly string[],
  world: Pick<World, 'now' | 'random'>,
): Promise<readonly Canary[]> {
  const planted: Canary[] = [];
  const known = new Set((await readCanaries(home)).map(({ path }) => path));
  for (const folder of folders) {
    const real = await realpath(resolve(folder)).catch((error: unknown) => impossible(folder, error));
    for (const name of names) {
      const path = join(real, name);
      if (known.has(path) && (await hashOf(path)) !== undefined) continue;
      const text = contentsOf(name, world);
      await writeFile(path, text, { flag: 'wx', mode: 0o644 }).catch((error: unknown) =>
        impossible(path, error),
      );
      planted.push({ path, sha256: sha256Hex(Buffer.from(text)), plantedAt: Math.floor(world.now()) });
      // At once: a decoy that nobody remembers would be in the way of the next try.
      const others = (await readCanaries(home)).filter((one) => one.path !== path);
      await writeCanaries(home, [...others, ...planted.slice(-1)]);
    }
  }
  return planted;
}

function impossible(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  const reason =
    code === 'EEXIST'
      ? 'a file of this name is there already'
      : code === 'ENOENT' || code === 'ENOTDIR'
        ? 'there is no such folder'
        : `it cannot be written (${code ?? 'unknown'})`;
  throw new HoldfastError('path-impossible', { path, reason }, { cause: error });
}

/** Nobody looks at these any more; the files stay. @param paths undefined: all. @returns how many were forgotten */
export async function forgetCanaries(home: Home, paths: readonly string[] | undefined): Promise<number> {
  const before = await readCanaries(home);
  const gone = paths && new Set(paths.map((path) => resolve(path)));
  const left = gone ? before.filter(({ path }) => !isForgotten(path, gone)) : [];
  if (left.length < before.length) await writeCanaries(home, left);
  return before.length - left.length;
}

/** A folder stands for what is in it. */
const isForgotten = (path: string, gone: ReadonlySet<string>): boolean =>
  [...gone].some((one) => isAtOrBelow(path, one));

/** How the decoys at or below these paths are now. A decoy that cannot be read counts as missing. */
export async function lookAtCanaries(home: Home, roots?: readonly string[]): Promise<CanaryFindings> {
  const altered: string[] = [];
  const missing: string[] = [];
  const asked = (await readCanaries(home)).filter(
    ({ path }) => !roots || roots.some((root) => isAtOrBelow(path, root)),
  );
  await concurrently(asked, atATime, async (canary) => {
    const found = await hashOf(canary.path);
    if (found === undefined) missing.push(canary.path);
    else if (found !== canary.sha256) altered.push(canary.path);
  });
  return { altered: altered.toSorted(), missing: missing.toSorted() };
}

/** Of the first bytes; undefined: it is not there, or nobody may read it. */
async function hashOf(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(largest);
      const { bytesRead } = await file.read(buffer, 0, largest, 0);
      return sha256Hex(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

const isAtOrBelow = (path: string, above: string): boolean =>
  path === above || path.startsWith(above.endsWith(sep) ? above : `${above}${sep}`);

/** Plain words first, then lines that make it as long as what people keep; no two are alike. */
function contentsOf(name: string, { random }: Pick<World, 'random'>): string {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const [a = 0, b = 0, c = 0] = random(3);
    return `${2000 + (a % 25)}-${String((b % 12) + 1).padStart(2, '0')},item ${row + 1},${c}.${a % 100}`;
  });
  const words = [
    'This file is a decoy of Holdfast, the backup program. Please leave it here, and do not change it.',
    'Nobody has a reason to change it. If a program does so all the same, it may be one that encrypts',
    'all files on this computer, and Holdfast says so at the next backup.',
    'If you do not want it any more: run "holdfast canaries forget" for this folder, then delete the file.',
  ];
  return `${[...words, '', ...(name.endsWith('.csv') ? ['date,what,amount'] : ['Made-up figures:']), ...rows].join('\n')}\n`;
}
