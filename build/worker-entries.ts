import { basename, dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'rolldown';

/** How workers and other entries are named in the sources: by URL, so that the same line works unbundled too. */
const reference = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+)\.ts\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/**
 * Makes an entry of every `new URL('./x.ts', import.meta.url)` that it meets and lets the URL name the bundled file.
 * All files of the bundle lie in one folder, so `./x.js` is right from whichever chunk the code ends up in.
 * @param entries file → name, of those that are entries anyhow
 */
export function workerEntries(top: string, entries: ReadonlyMap<string, string>): Plugin {
  const names = new Map(entries);
  const nameOf = (file: string): string => {
    const short = basename(file, '.ts');
    return [...names.values()].includes(short)
      ? relative(top, file).split(sep).join('-').replace(/\.ts$/, '')
      : short;
  };
  return {
    name: 'worker-entries',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      const rewritten = code.replaceAll(reference, (_whole, _quote: string, path: string) => {
        const file = join(dirname(id), `${path}.ts`);
        const name = names.get(file) ?? nameOf(file);
        if (!names.has(file)) {
          names.set(file, name);
          this.emitFile({ type: 'chunk', id: file, fileName: `${name}.js` });
        }
        return `new URL('./${name}.js', import.meta.url)`;
      });
      return rewritten === code ? null : { code: rewritten, map: null };
    },
  };
}
