import { lockHome } from '../../core/app/home-lock.ts';
import { readDecisions } from '../../core/app/own-decisions.ts';
import { presetName, retentionInWords } from '../../core/app/retention-words.ts';
import { readSettings, writeSettings, type Settings } from '../../core/app/settings.ts';
import { unnoticedThief } from '../../core/app/space-words.ts';
import { placeInWords } from '../../core/app/storage-place.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import { readDecisionList } from '../../core/locks/decisions.ts';
import { encodeRetention } from '../../core/locks/retention.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import { createProvisioner } from '../../core/storage/provisioning.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parsePing } from '../parse-ping.ts';
import { parseSpace } from '../parse-space.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { countOf } from '../words-for-people.ts';

/** Asks nobody: what is in the home's files. */
export async function showSettings({ home }: CommandContext): Promise<Outcome> {
  const settings = await readSettings(home);
  return outcomeOf(settings, await readDecisions(home));
}

function outcomeOf(settings: Settings, decisions: readonly Decision[] | undefined): Outcome {
  const own = decisions && readDecisionList(decisions);
  const { repositoryId, protectDays, space, strict, ping, guard, secrets } = settings;
  const preset = own && presetName(own.retention);
  return {
    result: {
      repository: repositoryId,
      ...settings.store,
      prefix: settings.prefix,
      protectDays,
      retention: own ? { ...encodeRetention(own.retention), preset: preset ?? null } : null,
      pins: own?.pins ?? null,
      space,
      strict,
      ping,
      guard,
      secrets,
    },
    text: [
      `Backups go to  ${placeInWords(settings)}`,
      `Protected for  ${countOf(protectDays, 'day')}`,
      `Kept           ${own ? `${preset ? `${preset}: ` : ''}${retentionInWords(own.retention)}` : 'as the newest snapshot says'}`,
      `Pinned         ${own ? countOf(own.pins.length, 'snapshot') : 'as the newest snapshot says'}`,
      `Space          ${spaceWords[space]}`,
      `Strict         ${strict ? 'yes: the bucket sets the dates, and renewal is done elsewhere' : 'no'}`,
      `Ping           ${ping ?? (guard ? 'off: the guard notices when this computer falls silent' : 'off: nobody notices when this computer falls silent')}`,
      `Guard          ${guard ? 'yes, as you said: on a second machine' : strict ? 'none, and strict mode needs one' : 'none'}`,
    ].join('\n'),
    exitCode: 0,
  };
}

const spaceWords = {
  automatic: "automatic: the bucket's rule deletes what Holdfast has let go",
  'by-hand': 'by hand: only a maintenance key deletes what Holdfast has let go',
} as const;

/** @param url "off", or an address that is asked for after each renewal and audit */
export async function setPing({ home }: CommandContext, url: string): Promise<Outcome> {
  const settings = await change(home, { ping: parsePing(url) });
  return outcomeOf(settings, await readDecisions(home));
}

/** Only noted: nothing here can see whether a guard runs. @param is "yes" or "no" */
export async function setGuard({ home }: CommandContext, is: string): Promise<Outcome> {
  if (is !== 'yes' && is !== 'no')
    throw new HoldfastError('usage', { reason: `"${is}" is neither "yes" nor "no"` });
  const settings = await change(home, { guard: is === 'yes' });
  return outcomeOf(settings, await readDecisions(home));
}

/**
 * Sets the bucket's rule first, with the set-up key, and then the setting: so what is hidden is never believed to be deleted
 * by a rule that is not there.
 */
export async function setSpace(context: CommandContext, how: string): Promise<Outcome> {
  const space = parseSpace(how);
  const { home } = context;
  const before = await readSettings(home);
  const setUpKey = storageKeyFrom(context.terminal, 'SETUP_');
  if (setUpKey) {
    const provisioner = createProvisioner(before.store, setUpKey);
    try {
      await provisioner.setSpaceRules(before.prefix, space);
    } finally {
      await provisioner.close();
    }
  } else if (space === 'automatic')
    throw new HoldfastError('secret-missing', {
      secret: "A set-up key, which may change the bucket's rules,",
      variable: 'HOLDFAST_SETUP_KEY_ID and HOLDFAST_SETUP_KEY',
    });
  const settings = await change(home, { space });
  const warning = spaceWarning(settings, setUpKey !== undefined);
  const { result, text } = outcomeOf(settings, await readDecisions(home));
  return {
    result: { ...result, warning: warning ?? null },
    text: warning ? `${text}\n${warning}` : text,
    exitCode: warning ? 3 : 0,
  };
}

function spaceWarning({ space, ping, guard }: Settings, withKey: boolean): string | undefined {
  if (space === 'by-hand')
    return withKey
      ? undefined
      : "The bucket's rule was not touched: give the set-up key (HOLDFAST_SETUP_KEY_ID, HOLDFAST_SETUP_KEY) to take it away.";
  return ping === null && !guard ? unnoticedThief : undefined;
}

async function change(home: CommandContext['home'], changed: Partial<Settings>): Promise<Settings> {
  const lock = lockHome(home);
  try {
    const settings = { ...(await readSettings(home)), ...changed };
    await writeSettings(home, settings);
    return settings;
  } finally {
    lock.release();
  }
}
