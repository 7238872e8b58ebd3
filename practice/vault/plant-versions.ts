import type { Instant } from '../../core/model/object.ts';
import { Contents } from './contents.ts';
import { openDatabase } from './database.ts';
import type { ReceivedContent } from './received-content.ts';
import { VersionRows } from './version-rows.ts';

export type PlantedVersion = {
  readonly name: string;
  /** undefined: a marker. The same array in many versions is stored once. */
  readonly body: Uint8Array | undefined;
  readonly at: Instant;
  /** Compliance; undefined: no lock. */
  readonly lockUntil?: Instant;
};

/** Rows of one transaction. */
const together = 50_000;

/**
 * For tests and measurements: writes versions into the folder of a practice vault that nobody serves, some ten thousand a second.
 * What an intruder would send in hours is there in a minute. No request reaches this, and nothing that is there is changed.
 * @throws SQLITE_BUSY where the folder is being served
 */
export async function plantVersions(
  dir: string,
  bucketName: string,
  versions: Iterable<PlantedVersion>,
): Promise<number> {
  const { db } = openDatabase(dir);
  try {
    const bucketId = db
      .prepare<[string], { bucket_id: string }>('SELECT bucket_id FROM buckets WHERE name = ?')
      .get(bucketName)?.bucket_id;
    if (bucketId === undefined) throw new Error(`no bucket ${bucketName} in ${dir}`);
    const rows = new VersionRows(db);
    const contents = new Contents(dir);
    const stored = new Map<Uint8Array, ReceivedContent>();
    let planted = 0;
    const plant = ({ name, body, at, lockUntil }: PlantedVersion): void => {
      rows.supersede(bucketId, name, at);
      if (body === undefined) rows.insertMarker(bucketId, name, at);
      else
        rows.insert({
          bucketId,
          name,
          action: 'upload',
          content: stored.get(body)!,
          settings: { contentType: 'application/octet-stream' },
          retention: lockUntil === undefined ? null : { mode: 'compliance', until: lockUntil },
          at,
        });
      planted++;
    };
    const plantAll = db.transaction((some: readonly PlantedVersion[]) => some.forEach(plant));
    let some: PlantedVersion[] = [];
    for (const version of versions) {
      const { body } = version;
      if (body !== undefined && !stored.has(body)) {
        const incoming = contents.receive({ sha256: false });
        await incoming.write(Buffer.from(body));
        const content = await incoming.finish();
        contents.keep(content.pieces);
        stored.set(body, content);
      }
      some.push(version);
      if (some.length < together) continue;
      plantAll(some);
      some = [];
    }
    plantAll(some);
    return planted;
  } finally {
    db.close();
  }
}
