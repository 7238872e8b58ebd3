import { join } from 'node:path';
import { Holdfast, type StorageKey } from '../holdfast.ts';
import { startPracticeProcess, type PracticeProcess } from '../practice-process.ts';
import { b2Intruder } from './b2-intruder.ts';
import { B2Session } from './b2-session.ts';
import { cleanComputer } from './clean-computer.ts';
import type { Intruder } from './intruder.ts';
import { prefix, type Place } from './place.ts';
import { s3Intruder } from './s3-intruder.ts';
import { storedKey } from './stored-key.ts';

/** The practice vault over one of its two APIs; the intruder attacks over the same one. */
export async function practicePlace(api: 'b2' | 's3', folder: string): Promise<Place> {
  const vault = await startPracticeProcess(join(folder, 'practice'));
  const powerful: StorageKey = { keyId: vault.keyId, key: vault.key };
  let made = 0;
  return {
    vault,
    now: () => vault.now(),
    dayMs: 86_400_000,
    ruleRuns: async (isDone, meanwhile) => {
      await vault.moveClock('+192h');
      await meanwhile();
      if (!(await isDone())) throw new Error('the rule has deleted nothing in eight days');
    },
    daysPass: (days) => vault.moveClock(`+${Math.ceil(days * 24)}h`),
    setUp: async (...further) => {
      const bucket = `acceptance-${api}-${++made}`;
      const home = join(folder, bucket);
      const intruder = (key: StorageKey): Promise<Intruder> => makeIntruder(api, vault, bucket, key);
      const withSetUpKey = { HOLDFAST_SETUP_KEY_ID: powerful.keyId, HOLDFAST_SETUP_KEY: powerful.key };
      const environment =
        api === 'b2'
          ? withSetUpKey
          : {
              ...(await restrictedKey(
                vault,
                bucket,
                further.includes('--strict') ? strict : backupCapabilities,
              )),
              // The restricted key may not set the rules of the bucket.
              ...(further.includes('automatic') || further.includes('--strict') ? withSetUpKey : {}),
            };
      const server = api === 'b2' ? ['--b2', vault.b2] : ['--s3', vault.s3, '--region', vault.region];
      const where = [...server, '--bucket', bucket, '--prefix', prefix];
      const options = ['--protect', '30d', '--kit', `${home}-kit.txt`, ...further];
      await new Holdfast(home, environment).succeed(['setup', ...where, ...options]);
      return {
        holdfast: new Holdfast(home),
        thief: await intruder(await storedKey(home)),
        owner: await intruder(powerful),
        maintenance: powerful,
        renewal: await makeKey(vault, bucket, [...readCapabilities, 'writeFileRetentions']),
        where,
        kit: `${home}-kit.txt`,
        readKey: () => makeKey(vault, bucket, readCapabilities),
        cleanComputer: async () =>
          await cleanComputer(
            `${home}-kit.txt`,
            `${home}-clean`,
            await makeKey(vault, bucket, readCapabilities),
          ),
      };
    },
    close: () => vault.close(),
  };
}

const makeIntruder = async (
  api: 'b2' | 's3',
  vault: PracticeProcess,
  bucket: string,
  key: StorageKey,
): Promise<Intruder> => {
  const overB2 = await b2Intruder({ endpoint: vault.b2, bucket, ...key });
  if (api === 'b2') return overB2;
  // Deleting many at once takes the right to delete here, as at B2, and the same key speaks both APIs.
  return {
    ...s3Intruder({ endpoint: vault.s3, region: vault.region, bucket, ...key }),
    flood: (names) => overB2.flood(names),
  };
};

const readCapabilities = [
  'listBuckets',
  'readBuckets',
  'readBucketRetentions',
  'listFiles',
  'readFiles',
  'readFileRetentions',
  'readFileLegalHolds',
];
const strict = [...readCapabilities, 'writeFiles'];
const backupCapabilities = [...readCapabilities, 'writeFiles', 'writeFileRetentions'];

/** Over S3 nobody can make keys: a person makes bucket and key on the provider's page, here over the B2 API. */
async function restrictedKey(
  vault: PracticeProcess,
  bucketName: string,
  capabilities: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const session = await B2Session.open(vault.b2, vault.keyId, vault.key);
  await session.call('b2_create_bucket', {
    accountId: session.accountId,
    bucketName,
    bucketType: 'allPrivate',
    fileLockEnabled: true,
  });
  const { keyId, key } = await makeKey(vault, bucketName, capabilities);
  return { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key };
}

/** A key for the repository's folder of one bucket. */
async function makeKey(
  vault: PracticeProcess,
  bucketName: string,
  capabilities: readonly string[],
): Promise<StorageKey> {
  const session = await B2Session.open(vault.b2, vault.keyId, vault.key);
  const { accountId } = session;
  const { buckets } = await session.call<{ buckets: readonly { bucketId: string }[] }>('b2_list_buckets', {
    accountId,
    bucketName,
  });
  const made = await session.call<{ applicationKeyId: string; applicationKey: string }>('b2_create_key', {
    accountId,
    keyName: 'acceptance',
    bucketId: buckets[0]?.bucketId,
    namePrefix: prefix,
    capabilities,
  });
  return { keyId: made.applicationKeyId, key: made.applicationKey };
}
