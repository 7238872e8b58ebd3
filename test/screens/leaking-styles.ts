import { posix } from 'node:path';

/** Text by path from the window's folder. */
export type WindowFiles = ReadonlyMap<string, string>;

/**
 * Rules that take hold on a screen that does not load them itself. A screen brings its styles when it is first opened and
 * they stay, so such a screen would look different once the other one was opened.
 */
export function leakingStyles(files: WindowFiles): readonly string[] {
  const always = reached(files, 'main.tsx');
  const screens = [...files.keys()].filter((path) => /^screens\/([^/]+)\/\1\.tsx$/.test(path));
  return screens.flatMap((screen) => {
    const own = new Set([...always, ...reached(files, screen)]);
    const words = new Set([...own].filter(isScript).flatMap((path) => classesUsed(files.get(path)!)));
    const foreign = [...files.keys()].filter((path) => !isScript(path) && !own.has(path));
    return foreign.flatMap((path) =>
      selectors(files.get(path)!)
        .filter((selector) => classesIn(selector).every((one) => words.has(one)))
        .map((selector) => `${screen}: ${selector} of ${path}`),
    );
  });
}

const isScript = (path: string): boolean => path.endsWith('.tsx');

/** The file itself and all that it brings with it; what is imported only once it is needed is not. */
function reached(files: WindowFiles, from: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(from) || !files.has(from)) return seen;
  seen.add(from);
  for (const [, path] of files.get(from)!.matchAll(/^(?:import|export|\}).*?'(\.[^']+)';$/gm))
    reached(files, posix.join(posix.dirname(from), path!), seen);
  return seen;
}

/** Also what an expression may come to: every text in it. */
const classesUsed = (script: string): readonly string[] =>
  [...script.matchAll(/className=(?:"([^"]*)"|\{(.*?)\}[\s>])/gs)].flatMap(([, plain, code]) =>
    (plain ?? [...code!.matchAll(/['`]([^'`]*)['`]/g)].map(([, text]) => text).join(' '))
      .split(/[^\w-]+/)
      .filter((one) => one !== ''),
  );

const selectors = (styles: string): readonly string[] =>
  [...styles.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{/g)]
    .map(([, head]) => head!.trim())
    .filter((head) => !head.startsWith('@'))
    .flatMap((head) => head.split(',').map((one) => one.trim()))
    // Steps of an animation hold for nothing by themselves.
    .filter((selector) => !/^(?:from|to|\d+%)$/.test(selector));

const classesIn = (selector: string): readonly string[] =>
  [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, one]) => one!);
