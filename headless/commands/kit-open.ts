import { clockWarning } from '../../core/app/clock-warning.ts';
import { shortId } from '../../core/app/choose-snapshot.ts';
import { lockHome } from '../../core/app/home-lock.ts';
import { secretsOfHome } from '../../core/app/secrets-of-home.ts';
import type { StorageKey } from '../../core/app/secrets/secrets.ts';
import { isSetUp, readSettings } from '../../core/app/settings.ts';
import { placeInWords } from '../../core/app/storage-place.ts';
import { noteKit } from '../../core/app/upkeep-state.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { openRecovery } from '../../core/recovery/open-recovery.ts';
import { proveKit, type KitProof } from '../../core/recovery/prove-kit.ts';
import type { RecoveryKit } from '../../core/recovery/recovery-kit.ts';
import { writesMade } from '../../core/recovery/writes-made.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { mendedWords } from '../mended-words.ts';
import { readKitFile } from '../read-kit-file.ts';
import { passphraseFrom, storageKeyFrom } from '../secrets-from-outside.ts';
import { countOf, sizeInWords, timeInWords } from '../words-for-people.ts';

/** Uses the home for nothing but a key, where none is given: all else comes from the kit. */
export async function kitOpen(context: CommandContext, file: string): Promise<Outcome> {
  const { world, signal } = context;
  const read = await readKitFile(file);
  const kit = { ...read, words: await mendedWords(context, read.words, read.fingerprint) };
  const isOwn = await isOfHome(context, kit);
  const storageKey = storageKeyFrom(context.terminal, '') ?? (await keyOfHome(context, isOwn));
  const recovery = await openRecovery({ kit, storageKey, world, signal });
  try {
    const warning = clockWarning(recovery.skewMs);
    if (warning) context.note(warning);
    const proof = await proveKit(recovery, world, signal);
    if (proof && isOwn) await noteOpened(context);
    return outcomeOf(kit, proof, writesMade(recovery.meter));
  } finally {
    await recovery.close();
  }
}

/** undefined: no home is set up here. */
async function isOfHome({ home }: CommandContext, kit: RecoveryKit): Promise<boolean | undefined> {
  if (!(await isSetUp(home))) return undefined;
  return (await readSettings(home)).repositoryId === kit.repositoryId;
}

async function keyOfHome(context: CommandContext, isOwn: boolean | undefined): Promise<StorageKey> {
  const { home, terminal, world } = context;
  if (isOwn) return (await secretsOfHome(home, passphraseFrom(terminal), world)).backupKey;
  if (isOwn === false)
    throw new HoldfastError('usage', {
      reason: `This kit is for another repository than ${home.folder} backs up to, so give a key that may read its bucket (HOLDFAST_KEY_ID and HOLDFAST_KEY)`,
    });
  throw new HoldfastError('secret-missing', {
    secret: 'A key that may read the bucket',
    variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
  });
}

async function noteOpened({ home, world }: CommandContext): Promise<void> {
  const lock = lockHome(home);
  try {
    await noteKit(home, { openedAt: Math.floor(world.now()) });
  } finally {
    lock.release();
  }
}

function outcomeOf(kit: RecoveryKit, proof: KitProof | undefined, writes: number): Outcome {
  const common = { repository: kit.repositoryId, fingerprint: kit.fingerprint, writes };
  if (!proof)
    return {
      result: { ...common, opened: false, snapshot: null, roots: [], file: null },
      text: `The kit is the right one for ${placeInWords(kit)}, but there is no backup yet that it could open. Make one, then try again.`,
      exitCode: 3,
    };
  const { snapshot, file } = proof;
  const { body } = snapshot;
  return {
    result: {
      ...common,
      opened: true,
      snapshot: snapshot.id,
      uploadedAt: new Date(snapshot.uploadedAt).toISOString(),
      files: body.statistics.files,
      bytes: body.statistics.bytes,
      roots: body.roots.map(({ path }) => path),
      file: file ?? null,
    },
    text: [
      `The kit opens the backups in ${placeInWords(kit)}.`,
      `Newest: snapshot ${shortId(snapshot.id)} of ${timeInWords(snapshot.uploadedAt)}, ${countOf(body.statistics.files, 'file')}, ${sizeInWords(body.statistics.bytes)}, of`,
      ...body.roots.map(({ path }) => `  ${path}`),
      file
        ? `As a test, ${file.path} (${sizeInWords(file.bytes)}) was brought back, compared, and deleted again. Nothing was written to the bucket.`
        : 'No small file was found to try. Nothing was written to the bucket.',
    ].join('\n'),
    exitCode: 0,
  };
}
