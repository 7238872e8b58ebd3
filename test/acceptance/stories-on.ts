import { afterAll, beforeAll, describe } from 'vitest';
import type { Place } from './places/place.ts';
import { workFolder } from './work-folder.ts';

/** Opens one kind of storage and tells these stories on it. */
export function storiesOn(
  name: string,
  open: (folder: string) => Place | Promise<Place>,
  options: {
    readonly stories: readonly ((place: () => Place) => void)[];
    /** Why they cannot be told here. */
    readonly skip?: string | undefined;
  },
): void {
  const why = options.skip === undefined ? '' : ` (skipped: ${options.skip})`;
  describe.skipIf(options.skip !== undefined)(`${name}${why}`, { timeout: 600_000 }, () => {
    const folder = workFolder();
    let opened: Place;
    beforeAll(async () => {
      folder.make();
      opened = await open(folder.path);
    });
    afterAll(async () => {
      await opened?.close();
      folder.remove();
    });
    for (const story of options.stories) story(() => opened);
  });
}
