/** Packages with a binary of their own: never bundled, and the only ones that a packaged app carries in node_modules. */
export const natives = ['better-sqlite3', '@napi-rs/keyring', '@napi-rs/xattr', 'koffi'] as const;
