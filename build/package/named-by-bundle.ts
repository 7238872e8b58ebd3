import { parseSync } from 'rolldown/utils';

/** What a bundled file will look for when it runs: modules by import or require, and files by URL. */
export type Named = { readonly modules: readonly string[]; readonly files: readonly string[] };

export function namedByBundle(path: string, code: string): Named {
  const { module, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path} is no JavaScript`);
  const spans = module.dynamicImports.map(({ moduleRequest }) =>
    code.slice(moduleRequest.start, moduleRequest.end),
  );
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
  );
  return {
    modules: [
      ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...exported,
      // One that is put together at run time cannot be told.
      ...spans.flatMap((span) => /^(["'`])([^"'`$]+)\1$/.exec(span)?.[2] ?? []),
      // As the bundler writes them; words in error messages quote otherwise.
      ...[...code.matchAll(/(?<![.\w])(?:__)?require\("([^"\n.][^"\n]*)"\)/g)].map(([, name = '']) => name),
    ],
    files: [...code.matchAll(/new URL\(["'](\.[^"']+)["'], import\.meta\.url\)/g)].map(
      ([, name = '']) => name,
    ),
  };
}
