import { B2Session } from './b2-session.ts';
import type { BucketVersion, Intruder } from './intruder.ts';

type Listed = {
  readonly fileName: string;
  readonly fileId: string;
  readonly action: string;
  readonly contentLength: number;
};
type Retention = { readonly mode: string | null; readonly retainUntilTimestamp: number | null };

export async function b2Intruder(options: {
  readonly endpoint: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly key: string;
}): Promise<Intruder> {
  const session = await B2Session.open(options.endpoint, options.keyId, options.key);
  const bucketId = await idOf(session, options.bucket);

  const target = ({ name, versionId }: BucketVersion) => ({ fileName: name, fileId: versionId });
  const retain = (version: BucketVersion, fileRetention: Retention, bypassGovernance: boolean) =>
    session.call('b2_update_file_retention', { ...target(version), fileRetention, bypassGovernance });
  const inAnHour = (): number => Date.now() + 3_600_000;

  const lockedUntil = async ({ versionId }: BucketVersion): Promise<number | undefined> => {
    const info = await session.call<{ fileRetention: { value: Retention } }>('b2_get_file_info', {
      fileId: versionId,
    });
    const { mode, retainUntilTimestamp } = info.fileRetention.value;
    return mode === 'compliance' ? (retainUntilTimestamp ?? undefined) : undefined;
  };

  const attempts: Readonly<Record<string, (version: BucketVersion) => Promise<unknown>>> = {
    delete: (version) => session.call('b2_delete_file_version', target(version)),
    'delete with bypass': (version) =>
      session.call('b2_delete_file_version', { ...target(version), bypassGovernance: true }),
    shorten: (version) => retain(version, { mode: 'compliance', retainUntilTimestamp: inAnHour() }, false),
    'shorten with bypass': (version) =>
      retain(version, { mode: 'compliance', retainUntilTimestamp: inAnHour() }, true),
    'weaken to governance': async (version) => {
      const until = (await lockedUntil(version)) ?? 0;
      await retain(version, { mode: 'governance', retainUntilTimestamp: until + 86_400_000 }, true);
    },
    'clear with bypass': (version) => retain(version, { mode: null, retainUntilTimestamp: null }, true),
  };

  return {
    list: async () => {
      const found: BucketVersion[] = [];
      let start: { startFileName?: string | null; startFileId?: string | null } = {};
      do {
        const page: { files: Listed[]; nextFileName: string | null; nextFileId: string | null } =
          await session.call('b2_list_file_versions', { bucketId, maxFileCount: 1000, ...start });
        for (const { fileName, fileId, action, contentLength } of page.files)
          found.push({
            name: fileName,
            versionId: fileId,
            kind: action === 'hide' ? 'marker' : 'object',
            size: contentLength,
          });
        start = { startFileName: page.nextFileName, startFileId: page.nextFileId };
      } while (start.startFileName);
      return found;
    },
    lockedUntil,
    lengthen: (version, until) =>
      retain(version, { mode: 'compliance', retainUntilTimestamp: until }, false).then(
        () => true,
        () => false,
      ),
    destroy: async (version) => {
      const done: string[] = [];
      for (const [label, attempt] of Object.entries(attempts)) {
        const refused = await attempt(version).then(
          () => false,
          () => true,
        );
        if (!refused) done.push(`${label} ${version.name}`);
      }
      return done;
    },
    hide: async (fileName) => {
      await session.call('b2_hide_file', { bucketId, fileName });
    },
    overwrite: async (name, body) => {
      await session.upload(bucketId, name, body);
    },
    flood: async (names) => {
      const left = names.values();
      const one = async (): Promise<void> => {
        const target = await session.uploadTarget(bucketId);
        for (const name of left) await session.uploadTo(target, name, '!');
      };
      await Promise.all(Array.from({ length: 8 }, one));
    },
    deleteSomethingUnlocked: async () => {
      const fileName = 'control/unlocked';
      const fileId = await session.upload(bucketId, fileName, 'control');
      await session.call('b2_delete_file_version', { fileName, fileId });
    },
    deleteForGood: async (version) => {
      await session.call('b2_delete_file_version', target(version));
    },
  };
}

async function idOf(session: B2Session, bucketName: string): Promise<string> {
  const { buckets } = await session.call<{ buckets: readonly { bucketId: string }[] }>('b2_list_buckets', {
    accountId: session.accountId,
    bucketName,
  });
  const [bucket] = buckets;
  if (!bucket) throw new Error(`no bucket ${bucketName}`);
  return bucket.bucketId;
}
