import type { Instant } from '../../model/object.ts';
import type { Followed } from './follow-alarms.ts';
import type { GuardSettings } from './guard-settings.ts';
import type { Channel, OpenAlarm } from './guard-state.ts';
import { sendMail } from './send-mail.ts';
import { sendWebhook } from './send-webhook.ts';
import { placeInWords } from '../storage-place.ts';

export type Told = {
  /** The open alarms, with who knows of them now. */
  readonly open: readonly OpenAlarm[];
  /** Those that somebody has yet to be told are over. */
  readonly over: readonly OpenAlarm[];
  /** For people: a message that could not be sent. It is tried again after the next round. */
  readonly failures: readonly string[];
};

type Message = { readonly alarms: readonly OpenAlarm[]; readonly over: readonly OpenAlarm[] };

/** One message a round and channel at most, of what that channel has not been told yet. */
export async function tellAlarms(
  followed: Followed,
  settings: GuardSettings,
  smtp: string | undefined,
  now: Instant,
): Promise<Told> {
  const channels = ([settings.webhook && 'webhook', settings.mail && 'mail'] as const).filter(
    (channel): channel is Channel => !!channel,
  );
  const failures: string[] = [];
  let { open, over } = followed;
  for (const channel of channels) {
    const message = {
      alarms: open.filter(({ told }) => !told.includes(channel)),
      over: over.filter(({ told }) => told.includes(channel)),
    };
    if (message.alarms.length === 0 && message.over.length === 0) continue;
    const failure =
      channel === 'webhook'
        ? await sendWebhook(settings.webhook!, asJson(message, settings, now))
        : await sendMail(smtp, { ...settings.mail!, ...asMail(message, settings) });
    if (failure !== undefined) failures.push(`An alarm could not be passed on: ${failure}.`);
    else {
      open = open.map((alarm) =>
        alarm.told.includes(channel) ? alarm : { ...alarm, told: [...alarm.told, channel] },
      );
      over = over.map((alarm) => ({ ...alarm, told: alarm.told.filter((one) => one !== channel) }));
    }
  }
  // Whom a channel that was since taken away would have told hears nothing any more.
  over = over.filter(({ told }) => told.some((one) => channels.includes(one)));
  return { open, over, failures };
}

function asJson(
  { alarms, over }: Message,
  settings: GuardSettings,
  now: Instant,
): Readonly<Record<string, unknown>> {
  const { repositoryId, store, prefix } = settings;
  return {
    program: 'holdfast guard',
    at: new Date(now).toISOString(),
    repository: repositoryId,
    bucket: store.bucket,
    prefix,
    text: [...alarms.map(({ words }) => words), ...over.map(overWords)].join('\n'),
    alarms: alarms.map(({ kind, words, since }) => ({ kind, words, since: new Date(since).toISOString() })),
    over: over.map(({ kind, since }) => ({ kind, since: new Date(since).toISOString() })),
  };
}

function asMail(
  { alarms, over }: Message,
  settings: GuardSettings,
): { readonly subject: string; readonly text: string } {
  const subject =
    alarms.length === 0
      ? 'over again'
      : alarms.length === 1
        ? subjects[alarms[0]!.kind]
        : `${alarms.length} things to look at`;
  return {
    subject: `Holdfast guard of ${settings.store.bucket}: ${subject}`,
    text: [
      ...alarms.map(({ words }) => words),
      ...over.map(overWords),
      `This is about the backups in ${placeInWords(settings)}. Each alarm is told once until it is over.`,
    ].join('\n\n'),
  };
}

const subjects: Readonly<Record<OpenAlarm['kind'], string>> = {
  'no-new-snapshot': 'no new snapshot',
  covered: 'somebody hides or overwrites backups',
  'renewal-refused': 'the provider refuses to lengthen locks',
  missing: 'something is missing',
  'not-understood': 'a newer Holdfast is needed',
  'key-too-powerful': 'its key may do too much',
  'clocks-differ': 'the clocks differ',
  'budget-exceeded': 'the budget does not suffice',
  'nobody-answers': 'the provider does not answer',
  'round-failed': 'its rounds fail',
};

const overWords = ({ kind, since }: OpenAlarm): string =>
  `Over: ${subjects[kind]} (since ${new Date(since).toISOString().slice(0, 10)}).`;
