import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const top = new URL('../../', import.meta.url);
const at = (file: string): string => new URL(file, top).href;

/** One change of the program's own text. A text that is not there exactly once is a failure: patches must not drift. */
export type SourcePatch = {
  /** From the top of the repository. */
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
};

/** Modelled in the simulation: the walk over real files, and giving memory back (5 ms a pack). */
const replacedModules = new Map([
  [at('core/backup/backup-pass.ts'), at('test/simulation/modelled-pass.ts')],
  [at('core/system/return-memory.ts'), 'data:text/javascript,export const returnMemory = () => undefined;'],
]);

declare global {
  /** What a pure function of these very bytes gave: the catalog of the simulation gives the same ones again. */
  var rememberedByBytes: <T>(bytes: Uint8Array, read: () => T) => T;
}

const remembered = new WeakMap<Uint8Array, unknown>();
globalThis.rememberedByBytes = <T>(bytes: Uint8Array, read: () => T): T => {
  if (remembered.has(bytes)) return remembered.get(bytes) as T;
  const answer = read();
  remembered.set(bytes, answer);
  return answer;
};

/** Every run opens every snapshot and reads every list again. A simulation makes thousands of runs: the same bytes give the same. */
const memory: readonly SourcePatch[] = [
  {
    file: 'core/repository/snapshot-object.ts',
    text: 'export function openSnapshot(keys: RepositoryKeys, repositoryId: string, bytes: Uint8Array): OpenedSnapshot {',
    replacement: `export function openSnapshot(keys: RepositoryKeys, repositoryId: string, bytes: Uint8Array): OpenedSnapshot {
  return globalThis.rememberedByBytes(bytes, () => openAfresh(keys, repositoryId, bytes));
}
function openAfresh(keys: RepositoryKeys, repositoryId: string, bytes: Uint8Array): OpenedSnapshot {`,
  },
  {
    file: 'core/repository/list-part.ts',
    text: 'export function decodeListPart(bytes: Uint8Array): readonly NeededObject[] {',
    replacement: `export function decodeListPart(bytes: Uint8Array): readonly NeededObject[] {
  return globalThis.rememberedByBytes(bytes, () => decodeAfresh(bytes));
}
function decodeAfresh(bytes: Uint8Array): readonly NeededObject[] {`,
  },
  {
    file: 'core/crypto/sha256.ts',
    text: 'export function sha256Hex(bytes: Uint8Array): string {',
    replacement: `const known = new WeakMap<Uint8Array, string>();
export function sha256Hex(bytes: Uint8Array): string {
  const hash = known.get(bytes) ?? hashAfresh(bytes);
  known.set(bytes, hash);
  return hash;
}
function hashAfresh(bytes: Uint8Array): string {`,
  },
];

/** @throws where the text is not there exactly once */
export function patched(source: string, { file, text, replacement }: SourcePatch): string {
  const found = source.split(text).length - 1;
  if (found !== 1)
    throw new Error(`a planted fault has drifted: its text is ${found} times in ${file}: ${text}`);
  return source.replace(text, () => replacement);
}

/** From now on modules of core load as the simulation wants them. Before the first import of any of them. */
export function hookSources(faults: readonly SourcePatch[]): void {
  const patches = [...memory, ...faults];
  for (const patch of patches) patched(readFileSync(fileURLToPath(at(patch.file)), 'utf8'), patch);
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const replacement = replacedModules.get(resolved.url);
      return replacement === undefined ? resolved : { ...resolved, url: replacement, format: undefined };
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const here = patches.filter(({ file }) => at(file) === url);
      if (here.length === 0) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: here.reduce(patched, source) };
    },
  });
}
