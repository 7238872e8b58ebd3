import { afterAll, beforeAll, describe } from 'vitest';
import { useCeph } from '../ceph/start-ceph.ts';
import { assembleLargeTree } from '../trees/assemble-large-tree.ts';
import { cephPlace } from './places/ceph-place.ts';
import { practicePlace } from './places/practice-place.ts';
import type { Place } from './places/place.ts';
import { roundTripStory } from './stories/round-trip.ts';
import { workFolder } from './work-folder.ts';

/** `npm run acceptance`: the round trip with at least 150,000 real files of this machine, on all three kinds of storage. */
const found = await useCeph();

const places: Readonly<Record<string, (folder: string) => Place | Promise<Place>>> = {
  'practice vault over B2': (folder) => practicePlace('b2', folder),
  'practice vault over S3': (folder) => practicePlace('s3', folder),
  'Ceph RGW': (folder) => {
    if (!found.ceph) throw new Error(found.reason);
    return cephPlace(found.ceph, folder);
  },
};

const tree = {
  build: (path: string): void => {
    const { files, bytes, parts } = assembleLargeTree(path);
    process.stdout.write(`${files} files, ${bytes} bytes of ${parts.map((part) => part.from).join(', ')}\n`);
  },
  files: 150_000,
};

describe.each(Object.keys(places))('a large tree on %s', { timeout: 1_200_000 }, (name) => {
  const folder = workFolder();
  let place: Place;
  beforeAll(async () => {
    folder.make();
    place = await (places[name] as (folder: string) => Place | Promise<Place>)(folder.path);
  });
  afterAll(async () => {
    await place?.close();
    folder.remove();
  });
  roundTripStory(() => place, tree);
});
