import { lockPolicy } from '../../core/locks/lock-policy.ts';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseSnapshot } from '../../core/app/choose-snapshot.ts';
import { homeAt } from '../../core/app/home.ts';
import { joinRepository } from '../../core/app/join-repository.ts';
import { openRepositoryForUse } from '../../core/app/open-repository-for-use.ts';
import type { StorageKey } from '../../core/app/secrets/secrets.ts';
import { setUp, type SetUpDone } from '../../core/app/set-up.ts';
import { storagePlace, type StoragePlace } from '../../core/app/storage-place.ts';
import type { BackupReport } from '../../core/backup/backup-types.ts';
import { runBackup } from '../../core/backup/run-backup.ts';
import { wordsToMaster } from '../../core/crypto/recovery-words.ts';
import { runRestore } from '../../core/restore/run-restore.ts';
import { noExclusions } from '../../core/source/exclusion.ts';
import { connectStore } from '../../core/storage/connect-store.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { CommandContext } from '../command-context.ts';
import { programName } from '../program-name.ts';
import { readSnapshots } from '../../core/app/read-snapshots.ts';
import { userName } from '../../core/system/user-name.ts';
import { chooseFiles, type ChosenFiles } from './choose-files.ts';
import type { DemoVault } from './demo-vault.ts';
import {
  allVersions,
  buryAll,
  deletesWhatIsNotLocked,
  destroyAll,
  type Attack,
} from '../../core/app/intruder/intruder.ts';

export type Scene = { readonly context: CommandContext; readonly folder: string; readonly vault: DemoVault };

const passphrase = 'only for the demo';
const protectDays = 30;

const placeOf = ({ vault }: Scene): StoragePlace =>
  storagePlace({ b2: vault.endpoint, bucket: 'holdfast-demo', prefix: 'laptop' });

const homeOf = ({ folder }: Scene, which: 'laptop' | 'clean'): ReturnType<typeof homeAt> =>
  homeAt(join(folder, which));

export const chooseSources = (): Promise<ChosenFiles> =>
  chooseFiles(fileURLToPath(new URL('../../node_modules', import.meta.url)));

export async function setUpHome(scene: Scene): Promise<SetUpDone> {
  return await setUp({
    home: homeOf(scene, 'laptop'),
    world: scene.context.world,
    place: placeOf(scene),
    protectDays,
    passphrase,
    setUpKey: scene.vault.accountKey,
    backupKey: undefined,
    useKeychain: false,
    onMade: () => {},
  });
}

export async function backUpEverything(scene: Scene, sources: ChosenFiles): Promise<BackupReport> {
  const { world, signal } = scene.context;
  const inUse = await openRepositoryForUse({
    home: homeOf(scene, 'laptop'),
    world,
    passphrase: () => Promise.resolve(passphrase),
  });
  try {
    return await runBackup({
      repository: inUse.repository,
      catalog: inUse.catalog,
      request: {
        paths: sources.folders,
        rules: noExclusions,
        never: [],
        policy: lockPolicy(protectDays),
        host: hostname(),
        user: userName(),
        platform: process.platform,
        program: programName(),
      },
      world,
      signal,
    });
  } finally {
    await inUse.close();
  }
}

export type AttackReport = {
  readonly versions: number;
  readonly byKey: readonly { readonly who: string; readonly attacks: readonly Attack[] }[];
  readonly controlDeleted: boolean;
  readonly buried: number;
};

/** First with the key that this computer stores, then, worse than any theft from it, with the account's own. */
export async function attackVault(scene: Scene, { settings }: SetUpDone): Promise<AttackReport> {
  const { world } = scene.context;
  const inUse = await openRepositoryForUse({
    home: homeOf(scene, 'laptop'),
    world,
    passphrase: () => Promise.resolve(passphrase),
  });
  const account = await connectStore(settings.store, scene.vault.accountKey, world);
  try {
    const stolen = inUse.repository.store;
    const { now } = await stolen.providerClock();
    const versions = await allVersions(stolen, settings.prefix);
    const byKey = [
      { who: 'with the key stored on this computer', attacks: await destroyAll(stolen, versions, now) },
      {
        who: "with the account's own key, which may delete and bypass",
        attacks: await destroyAll(account, versions, now),
      },
    ];
    const controlDeleted = await deletesWhatIsNotLocked(account, `${settings.prefix}not-locked`);
    const names = [...new Set(versions.map(({ name }) => name))];
    await buryAll(stolen, names);
    return { versions: versions.length, byKey, controlDeleted, buried: names.length };
  } finally {
    await account.close();
    await inUse.close();
    // The computer is gone: nothing of it is left to help.
    await rm(homeOf(scene, 'laptop').folder, { recursive: true, force: true });
  }
}

export type Restored = {
  readonly to: string;
  readonly files: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly problems: number;
};

/** An empty home, the kit's 24 words and a key that can only read. */
export async function restoreElsewhere(scene: Scene, { kit }: SetUpDone): Promise<Restored> {
  const { world, signal } = scene.context;
  const home = homeOf(scene, 'clean');
  await joinRepository({
    home,
    world,
    place: placeOf(scene),
    secret: { master: wordsToMaster(kit.words.join(' ')) },
    passphrase: () => Promise.resolve(passphrase),
    storageKey: await makeReadKey(scene),
    protectDays: undefined,
    useKeychain: false,
  });
  const inUse = await openRepositoryForUse({
    home,
    world,
    passphrase: () => Promise.resolve(passphrase),
    readOnly: true,
  });
  try {
    const { snapshots } = await readSnapshots(inUse);
    const to = join(scene.folder, 'restored');
    const report = await runRestore({
      repository: inUse.repository,
      catalog: inUse.catalog,
      snapshot: chooseSnapshot(snapshots, 'latest'),
      paths: [],
      to,
      world,
      signal,
    });
    return {
      to,
      files: report.files,
      bytes: report.bytes,
      seconds: report.seconds,
      problems: report.problemCount,
    };
  } finally {
    await inUse.close();
  }
}

/** As the provider's web page would. */
async function makeReadKey(scene: Scene): Promise<StorageKey> {
  const place = placeOf(scene);
  const provisioner = createProvisioner(place.store, scene.vault.accountKey);
  try {
    return await provisioner.createKey('read', place.prefix, 'holdfast-recovery');
  } finally {
    await provisioner.close();
  }
}
