/** What this package is for: platform and processor as Node names them. */
export type Machine = { readonly platform: 'linux' | 'darwin' | 'win32'; readonly arch: 'x64' | 'arm64' };

/** Packages with a binary of their own: never bundled, and all that a packaged app carries in node_modules. */
export const natives = ['better-sqlite3', '@napi-rs/keyring', '@napi-rs/xattr', 'koffi'] as const;

/** A package that goes in, and what of it; its `.node` files are exactly these. */
export type PackedModule = {
  readonly name: string;
  readonly files: readonly RegExp[];
  readonly binaries: readonly string[];
};

const words = [/^package\.json$/, /^LICEN[CS]E[^/]*$/];

/** Sources, types, documents and the binaries of other machines stay behind. Linux is glibc: Electron knows no other. */
export function packedModules({ platform, arch }: Machine): readonly PackedModule[] {
  const napi = { linux: `linux-${arch}-gnu`, darwin: `darwin-${arch}`, win32: `win32-${arch}-msvc` }[
    platform
  ];
  const ofNapi = (name: string): readonly PackedModule[] => {
    const binary = `${name}.${napi}.node`;
    return [
      { name: `@napi-rs/${name}`, files: [...words, /^[^/]+\.js$/], binaries: [] },
      { name: `@napi-rs/${name}-${napi}`, files: [...words, /^[^/]+\.node$/], binaries: [binary] },
    ];
  };
  const sqlite = `prebuilds/${platform}-${arch}.node`;
  const ffi = `${platform}_${arch}/koffi.node`;
  return [
    { name: 'better-sqlite3', files: [...words, /^lib\/.+\.js$/, exactly(sqlite)], binaries: [sqlite] },
    ...ofNapi('keyring'),
    // Windows has no such attributes.
    ...(platform === 'win32' ? [] : ofNapi('xattr')),
    {
      name: 'koffi',
      files: [...words, /^[^/]+\.c?js$/, /^src\/koffi\/(?:src\/)?[^/]+\.c?js$/],
      binaries: [],
    },
    {
      name: `@koromix/koffi-${platform}-${arch}`,
      files: [...words, /^index\.js$/, exactly(ffi)],
      binaries: [ffi],
    },
  ];
}

const exactly = (path: string): RegExp => new RegExp(`^${path.replaceAll(/[.\\]/g, '\\$&')}$`);
