import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

/**
 * Compiles cut.as. The result is kept as text in cut-wasm.ts, so that neither build nor run needs a compiler;
 * `node core/chunker/compile-cut.ts` writes it anew.
 */
export async function compileCut(): Promise<Uint8Array> {
  const source = readFileSync(new URL('cut.as', import.meta.url), 'utf8');
  let binary: Uint8Array | undefined;
  const { error } = await asc.main(
    ['cut.ts', '--outFile', 'cut.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--importMemory'],
    {
      readFile: (name) => (name === 'cut.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'cut.wasm' && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error('cut.as does not compile', { cause: error });
  return binary;
}

if (import.meta.main) {
  const text = Buffer.from(await compileCut()).toString('base64');
  const lines = text.match(/.{1,100}/g) ?? [];
  writeFileSync(
    new URL('cut-wasm.ts', import.meta.url),
    `/** cut.as, compiled by compile-cut.ts; a test compiles it again and compares. */\nexport const cutWasm: string =\n  ${lines
      .map((line) => `'${line}'`)
      .join(' +\n  ')};\n`,
  );
}
