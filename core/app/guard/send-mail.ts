import { createTransport } from 'nodemailer';

const patienceMs = 20_000;

export type Mail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
};

/**
 * Sends one mail of plain text. Never throws.
 * @param smtp smtp://user:password@host:port or smtps://…; undefined: not set
 * @returns undefined where the mail server took it, else why not; without the address, which holds the password
 */
export async function sendMail(smtp: string | undefined, mail: Mail): Promise<string | undefined> {
  if (!smtp) return 'mail cannot be sent: HOLDFAST_GUARD_SMTP is not set';
  try {
    const transport = createTransport({
      url: smtp,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({ ...mail });
    } finally {
      transport.close();
    }
    return undefined;
  } catch (error) {
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
    const why =
      typeof responseCode === 'number' ? responseCode : typeof code === 'string' ? code : 'no answer';
    return `the mail server did not take the mail (${why})`;
  }
}
