import { authorizeB2, callB2, uploadToB2, type B2Account } from './b2-call.ts';
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
  const account = await authorizeB2(options.endpoint, options.keyId, options.key);
  const bucketId = await idOf(account, options.bucket);

  const target = ({ name, versionId }: BucketVersion) => ({ fileName: name, fileId: versionId });
  const retain = (version: BucketVersion, fileRetention: Retention, bypassGovernance: boolean) =>
    callB2(account, 'b2_update_file_retention', { ...target(version), fileRetention, bypassGovernance });
  const inAnHour = (): number => Date.now() + 3_600_000;

  const lockedUntil = async ({ versionId }: BucketVersion): Promise<number | undefined> => {
    const info = await callB2<{ fileRetention: { value: Retention } }>(account, 'b2_get_file_info', {
      fileId: versionId,
    });
    const { mode, retainUntilTimestamp } = info.fileRetention.value;
    return mode === 'compliance' ? (retainUntilTimestamp ?? undefined) : undefined;
  };

  const attempts: Readonly<Record<string, (version: BucketVersion) => Promise<unknown>>> = {
    delete: (version) => callB2(account, 'b2_delete_file_version', target(version)),
    'delete with bypass': (version) =>
      callB2(account, 'b2_delete_file_version', { ...target(version), bypassGovernance: true }),
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
          await callB2(account, 'b2_list_file_versions', { bucketId, maxFileCount: 1000, ...start });
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
      await callB2(account, 'b2_hide_file', { bucketId, fileName });
    },
    overwrite: async (name, text) => {
      await uploadToB2(account, bucketId, name, text);
    },
    deleteSomethingUnlocked: async () => {
      const fileName = 'control/unlocked';
      const fileId = await uploadToB2(account, bucketId, fileName, 'control');
      await callB2(account, 'b2_delete_file_version', { fileName, fileId });
    },
    deleteForGood: async (version) => {
      await callB2(account, 'b2_delete_file_version', target(version));
    },
  };
}

async function idOf(account: B2Account, bucketName: string): Promise<string> {
  const { buckets } = await callB2<{ buckets: readonly { bucketId: string }[] }>(account, 'b2_list_buckets', {
    accountId: account.accountId,
    bucketName,
  });
  const [bucket] = buckets;
  if (!bucket) throw new Error(`no bucket ${bucketName}`);
  return bucket.bucketId;
}
