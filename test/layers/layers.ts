/** Who may import whom. The first folder that fits a file decides, so deeper folders stand before their parents. */
export type Layer = {
  /** Path from the top of the repository, without a slash at the end. */
  readonly folder: string;
  /** Folders of ours that files in it may import, besides the folder itself. */
  readonly may: readonly string[];
  /** Whether Node's own modules and npm packages may be imported. */
  readonly outside: 'any' | 'none';
  /** Why; part of the message. */
  readonly reason: string;
};

const ground = ['core/model', 'core/errors', 'core/system'] as const;
const format = ['core/storage', 'core/crypto', 'core/chunker', 'core/repository'] as const;
const engine = [...ground, 'core/locks', ...format, 'core/catalog'] as const;

export const layers: readonly Layer[] = [
  {
    folder: 'core/contract',
    may: ['core/model', 'core/errors'],
    outside: 'any',
    reason: 'the contract is types and schemas that every front end can load',
  },
  {
    folder: 'core/model',
    may: [],
    outside: 'none',
    reason: 'the model is plain data that every runtime can load',
  },
  {
    folder: 'core/errors',
    may: ['core/model'],
    outside: 'none',
    reason: 'the words of an error must be usable from every layer and every runtime',
  },
  {
    folder: 'core/system',
    may: ['core/model', 'core/errors'],
    outside: 'any',
    reason:
      'clock, randomness and file system are parameters of everything above, so they know nothing of it',
  },
  {
    folder: 'core/locks',
    may: [...ground, 'core/storage'],
    outside: 'none',
    reason:
      'lock decisions depend on what they are given only: clock and store are parameters, never opened here',
  },
  {
    folder: 'core/crypto',
    may: ['core/model', 'core/errors'],
    outside: 'any',
    reason: 'cryptography knows bytes and keys, nothing of where they are stored',
  },
  {
    folder: 'core/chunker',
    may: ['core/model', 'core/errors', 'core/crypto'],
    outside: 'any',
    reason: 'cutting knows bytes and a key, nothing of where they are stored',
  },
  {
    folder: 'core/storage',
    may: [...ground, 'core/locks'],
    outside: 'any',
    reason: 'a store moves named bytes and locks; if it knew the repository it could not be replaced',
  },
  {
    folder: 'core/repository',
    may: [...ground, 'core/locks', ...format],
    outside: 'any',
    reason: 'the format must be readable without the catalog, a backup, a restore or a check',
  },
  {
    folder: 'core/catalog',
    may: engine,
    outside: 'any',
    reason: 'the catalog is a cache of the repository and must be rebuildable without a backup or a restore',
  },
  {
    folder: 'core/upkeep',
    may: engine,
    outside: 'any',
    reason:
      'renewal, retirement, audit and proof must run where nothing is backed up, restored or even readable',
  },
  {
    folder: 'core/guard',
    may: [...engine, 'core/upkeep'],
    outside: 'any',
    reason:
      'the guard runs on a machine that can read nothing, so it must not depend on what reads or backs up',
  },
  {
    folder: 'core/detection',
    may: ['core/model', 'core/errors'],
    outside: 'none',
    reason: 'what deserves suspicion is decided from figures and bytes that others read',
  },
  {
    folder: 'core/source',
    may: [...ground, 'core/catalog'],
    outside: 'any',
    reason:
      'walking the disk and comparing with the cache knows nothing of how or where the files are stored',
  },
  {
    folder: 'core/backup',
    may: [...engine, 'core/upkeep', 'core/source', 'core/detection'],
    outside: 'any',
    reason: 'a backup must not depend on what reads it back',
  },
  {
    folder: 'core/restore',
    may: [...engine, 'core/source'],
    outside: 'any',
    reason: 'a restore must work on a clean machine that never made a backup',
  },
  {
    folder: 'core/check',
    may: [...engine, 'core/source', 'core/restore'],
    outside: 'any',
    reason: 'a check must not trust the code that wrote what it checks; it reads the way a restore does',
  },
  {
    folder: 'core/recovery',
    may: [...engine, 'core/upkeep', 'core/source', 'core/restore', 'core/detection'],
    outside: 'any',
    reason:
      'recovery runs on an empty machine with a key that may only read: no home, no settings, no backup',
  },
  {
    folder: 'core',
    may: ['core'],
    outside: 'any',
    reason: 'the engine runs in plain Node below every front end',
  },
  {
    folder: 'practice',
    may: ['core/model'],
    outside: 'any',
    reason:
      'the practice vault stands for a provider, so it must not share the code that it is there to test',
  },
  {
    folder: 'headless',
    may: ['core', 'practice'],
    outside: 'any',
    reason: 'a front end drives the engine and the practice vault, nothing else',
  },
  {
    folder: 'electron',
    may: ['core', 'practice'],
    outside: 'any',
    reason: 'a front end drives the engine and the practice vault, nothing else',
  },
  {
    folder: 'renderer',
    may: ['core/contract'],
    outside: 'any',
    reason: 'the window talks through the contract only',
  },
  {
    folder: 'build',
    may: [],
    outside: 'any',
    reason: 'what builds and packs the program is not a part of it',
  },
  {
    folder: 'test/ceph',
    may: [],
    outside: 'any',
    reason: 'a server to test against is not made of what is tested',
  },
  {
    folder: 'test/trees',
    may: [],
    outside: 'any',
    reason: 'trees to test with are not made by what is tested',
  },
  {
    folder: 'test/compare',
    may: ['test/trees'],
    outside: 'any',
    reason: 'the comparison shares no code with what is compared',
  },
  {
    folder: 'test',
    may: ['core', 'practice', 'headless', 'electron', 'build'],
    outside: 'any',
    reason: 'tests must not depend on measurements',
  },
  {
    folder: 'bench',
    may: ['core', 'practice', 'headless', 'electron', 'build', 'test/ceph', 'test/trees'],
    outside: 'any',
    reason: 'measurements must not depend on tests',
  },
];

/** Packages that only some runtimes have, and the folders that may use them. */
export const packageDoors: readonly {
  readonly package: RegExp;
  readonly folders: readonly string[];
  readonly reason: string;
}[] = [
  {
    package: /^electron($|\/|-)/,
    folders: ['electron', 'build'],
    reason: 'only the desktop shell runs inside Electron',
  },
  {
    package: /^(react|react-dom|zustand|react-aria-components|react-i18next|lucide-react|uplot)($|\/)/,
    folders: ['renderer'],
    reason: 'only the window draws',
  },
  { package: /^vitest($|\/)/, folders: [], reason: 'only tests run under the test runner' },
  {
    package: /^better-sqlite3$/,
    folders: ['core/catalog', 'core/app', 'practice'],
    reason: 'databases are kept by the catalog, the home and the practice vault only',
  },
  {
    package: /^@napi-rs\/xattr$/,
    folders: ['core/system'],
    reason: 'it has no binary for Windows, so one place decides whether it is loaded',
  },
  {
    package: /^(@aws-sdk|@smithy)\/|^backblaze-b2$/,
    folders: ['core/storage', 'bench'],
    reason: 'only stores speak to providers, so that a store can be replaced',
  },
  {
    package: /^commander$/,
    folders: ['headless'],
    reason: 'only the command line has arguments',
  },
];
