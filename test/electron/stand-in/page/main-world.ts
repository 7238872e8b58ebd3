/** In the page's own world: puts there what the preload exposes. */
import { hear, joinWorlds, page, say } from './worlds.ts';

const side = joinWorlds('main', 'preload');
hear('expose', ({ key, api }: { readonly key: string; readonly api: unknown }) => {
  if (key in page) return;
  const value = Object.freeze(side.decode(api));
  Object.defineProperty(page, key, { value, enumerable: true });
});
// A page of Electron may close its window; one of Chromium that was not opened by a page may not.
page.close = () => say('close', {});
say('hello', {});
