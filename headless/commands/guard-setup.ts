import type { GuardSecrets } from '../../core/app/guard/guard-secrets.ts';
import { parseListKey } from '../../core/app/guard/guard-secrets.ts';
import { guardHome } from '../../core/app/guard/guard-home.ts';
import { setUpGuard, type GuardSetUpDone } from '../../core/app/guard/set-up-guard.ts';
import { placeInWords, storagePlace } from '../../core/app/storage-place.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { encodeRetention, retentionPresets } from '../../core/locks/retention.ts';
import { askHidden } from '../ask.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseDays } from '../parse-days.ts';
import { parseSize } from '../parse-size.ts';
import { keychainAllowed, newPassphrase, storageKeyFrom } from '../secrets-from-outside.ts';
import type { Terminal } from '../terminal.ts';
import { countOf } from '../words-for-people.ts';

export type GuardSetUpFlags = {
  readonly b2?: string | true;
  readonly s3?: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly repository: string;
  readonly protect: string;
  readonly retention: string;
  readonly maxGb?: string;
  readonly maxCalls: string;
  /** --no-snapshot-for: commander takes "no-" off. */
  readonly snapshotFor: string;
  readonly webhook?: string;
  readonly mailTo?: string;
  readonly mailFrom?: string;
  readonly ping?: string;
};

export async function guardSetUp(context: CommandContext, flags: GuardSetUpFlags): Promise<Outcome> {
  const { terminal, world } = context;
  const place = storagePlace(flags);
  if (!Object.hasOwn(retentionPresets, flags.retention))
    throw new HoldfastError('usage', {
      reason: `"${flags.retention}" is no preset; there are ${Object.keys(retentionPresets).join(', ')}`,
    });
  if ((flags.mailTo === undefined) !== (flags.mailFrom === undefined))
    throw new HoldfastError('usage', { reason: 'Give both --mail-to and --mail-from, or neither' });
  const done = await setUpGuard({
    home: guardHome(context.home),
    world,
    place,
    settings: {
      repositoryId: flags.repository,
      protectDays: parseDays(flags.protect),
      retention: { ...encodeRetention(retentionPresets[flags.retention as keyof typeof retentionPresets]) },
      maxBytes: flags.maxGb === undefined ? null : parseSize(`${flags.maxGb}g`),
      maxCalls: Number(flags.maxCalls),
      noSnapshotDays: parseDays(flags.snapshotFor),
      webhook: flags.webhook ?? null,
      mail: flags.mailTo ? { to: flags.mailTo, from: flags.mailFrom ?? '' } : null,
      ping: flags.ping ?? null,
    },
    secrets: await secretsFrom(terminal),
    passphrase: () => newPassphrase(terminal),
    useKeychain: keychainAllowed(terminal),
    mayAskPassphrase: terminal.inIsTerminal || !!terminal.environment['HOLDFAST_PASSPHRASE'],
  });
  for (const warning of done.warnings) context.note(warning);
  return outcomeOf(done, flags);
}

async function secretsFrom(terminal: Terminal): Promise<GuardSecrets> {
  const key = storageKeyFrom(terminal, '');
  const list = terminal.environment['HOLDFAST_LIST_KEY'];
  if (!terminal.inIsTerminal) {
    if (!key)
      throw new HoldfastError('secret-missing', {
        secret: 'The renewal key',
        variable: 'HOLDFAST_KEY_ID and HOLDFAST_KEY',
      });
    if (!list)
      throw new HoldfastError('secret-missing', { secret: 'The list key', variable: 'HOLDFAST_LIST_KEY' });
  }
  return {
    renewalKey: key ?? {
      keyId: await askHidden('Renewal key id: ', terminal),
      key: await askHidden('Renewal key: ', terminal),
    },
    listKey: parseListKey(list ?? (await askHidden('List key: ', terminal))),
  };
}

const kept = {
  keychain: 'Its keys are in the keychain of this computer.',
  'sealed-file':
    'Its keys are in a file under your passphrase, as no keychain is used here: each start needs it (HOLDFAST_PASSPHRASE).',
  environment:
    'Its keys are kept nowhere here: each start needs HOLDFAST_KEY_ID, HOLDFAST_KEY and HOLDFAST_LIST_KEY.',
} as const;

function outcomeOf({ settings, snapshots, warnings }: GuardSetUpDone, flags: GuardSetUpFlags): Outcome {
  const { webhook, mail, ping, secrets, noSnapshotDays, maxBytes, maxCalls } = settings;
  return {
    result: {
      repository: settings.repositoryId,
      ...settings.store,
      prefix: settings.prefix,
      protectDays: settings.protectDays,
      retention: flags.retention,
      maxBytes,
      maxCalls,
      noSnapshotDays,
      alarms: [...(webhook ? ['webhook'] : []), ...(mail ? ['mail'] : [])],
      ping: ping !== null,
      secrets,
      snapshots,
      warnings,
    },
    text: [
      `The guard is ready. It will look after ${snapshots === 0 ? 'the snapshots to come' : countOf(snapshots, 'snapshot')} in ${placeInWords(settings)} and cannot read them.`,
      kept[secrets],
      webhook || mail
        ? `Alarms go to ${[webhook ? 'the webhook' : undefined, mail?.to].filter((one) => one).join(' and ')}.`
        : 'Alarms go nowhere but to its own output: give --webhook or --mail-to.',
      ...(mail ? ['Mail goes through the server in HOLDFAST_GUARD_SMTP, which each start needs.'] : []),
      'Start it with `holdfast guard`, and let the computer start it.',
    ].join('\n'),
    exitCode: 0,
  };
}
