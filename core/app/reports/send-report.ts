import { hostname } from 'node:os';
import type { ErrorShape } from '../../contract/error-shape.ts';
import type { Instant } from '../../contract/shared.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { isLoopback } from '../../storage/provider-time.ts';
import { sendMail } from '../guard/send-mail.ts';
import { sendWebhook } from '../guard/send-webhook.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { readMailPassword } from './mail-password.ts';
import type { ReportFigures, ReportWords } from './report-kinds.ts';
import { languageOf, languages } from './report-words.ts';

export type ReportContext = Pick<
  ServiceContext,
  'world' | 'appFolder' | 'keychain' | 'environment' | 'app' | 'sets' | 'unlocked' | 'log'
>;

export const channels = ['mail', 'webhook'] as const;
export type Channel = (typeof channels)[number];

/** What goes out. No name of a file, no secret. */
export type Report = ReportWords & {
  readonly kind: string;
  readonly at: Instant;
  /** Name of the backup set; null: about all of them, or none. */
  readonly set: string | null;
  readonly figures: ReportFigures;
  readonly error: ErrorShape | null;
};

/** Which are set now. */
export const channelsOf = ({ app }: Pick<ReportContext, 'app'>): readonly Channel[] =>
  channels.filter((channel) => app.settings()[channel] !== null);

/**
 * One try. Never throws.
 * @returns why it was not taken; undefined: it was, or the channel is set no more
 */
export async function sendReport(
  context: ReportContext,
  channel: Channel,
  report: Report,
): Promise<HoldfastError | undefined> {
  const { mail, webhook } = context.app.settings();
  if (channel === 'webhook') return webhook === null ? undefined : await post(webhook, report);
  if (mail === null) return undefined;
  const password = mail.user === '' ? '' : await readMailPassword(context);
  if (password === undefined) return new HoldfastError('mail-password-missing');
  const { host, port, secure, user, from, to } = mail;
  const login = user === '' ? null : { user, password };
  const footer = languages[languageOf(context.app.settings(), context.environment)].from(hostname());
  const failure = await sendMail(
    { host, port, secure, login },
    { from, to, subject: `Holdfast: ${report.subject}`, text: `${report.text}\n\n${footer}\n` },
  );
  return failure === undefined ? undefined : new HoldfastError('report-not-sent', { reason: failure });
}

async function post(webhook: string, report: Report): Promise<HoldfastError | undefined> {
  if (new URL(webhook).protocol !== 'https:' && !isLoopback(webhook))
    return new HoldfastError('report-not-sent', { reason: 'the webhook must begin with https://' });
  const { kind, at, set, subject, text, figures, error } = report;
  const failure = await sendWebhook(webhook, {
    program: 'holdfast',
    host: hostname(),
    kind,
    at: new Date(at).toISOString(),
    set,
    subject,
    text,
    figures,
    error: error?.code ?? null,
  });
  return failure === undefined ? undefined : new HoldfastError('report-not-sent', { reason: failure });
}
