import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** The two scripts that make a page of Chromium one of Electron, as text. Built once. */
let built: Promise<{ readonly mainWorld: string; readonly preloadWorld: string }> | null = null;

export function pageScripts(): NonNullable<typeof built> {
  built ??= Promise.all([bundle('main-world'), bundle('preload-world')]).then(
    ([mainWorld, preloadWorld]) => ({
      mainWorld,
      preloadWorld,
    }),
  );
  return built;
}

async function bundle(name: string): Promise<string> {
  const build = await rolldown({
    input: join(import.meta.dirname, 'page', `${name}.ts`),
    platform: 'browser',
  });
  try {
    const { output } = await build.generate({ format: 'iife' });
    return output[0].code;
  } finally {
    await build.close();
  }
}
