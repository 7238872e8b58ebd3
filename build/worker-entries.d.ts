import type { Plugin } from 'rolldown';
/**
 * Makes an entry of every `new URL('./x.ts', import.meta.url)` that it meets and lets the URL name the bundled file.
 * All files of the bundle lie in one folder, so `./x.js` is right from whichever chunk the code ends up in.
 * @param entries file → name, of those that are entries anyhow
 */
export declare function workerEntries(top: string, entries: ReadonlyMap<string, string>): Plugin;
