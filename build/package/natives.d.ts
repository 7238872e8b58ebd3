/** What this package is for: platform and processor as Node names them. */
export type Machine = {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
};
/** Packages with a binary of their own: never bundled, and all that a packaged app carries in node_modules. */
export declare const natives: readonly ['better-sqlite3', '@napi-rs/keyring', '@napi-rs/xattr', 'koffi'];
/** A package that goes in, and what of it; its `.node` files are exactly these. */
export type PackedModule = {
  readonly name: string;
  readonly files: readonly RegExp[];
  readonly binaries: readonly string[];
};
/** Sources, types, documents and the binaries of other machines stay behind. Linux is glibc: Electron knows no other. */
export declare function packedModules({ platform, arch }: Machine): readonly PackedModule[];
