import { createTransport } from 'nodemailer';

const patienceMs = 20_000;

export type Mail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
};

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else it is asked for, and without it no password is sent to another computer. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
};

/**
 * Sends one mail of plain text. Never throws.
 * @param smtp smtp://user:password@host:port or smtps://…, or the same in parts; undefined: not set
 * @returns undefined where the mail server took it, else why not; without the address, which holds the password
 */
export async function sendMail(
  smtp: string | MailServer | undefined,
  mail: Mail,
): Promise<string | undefined> {
  if (!smtp) return 'mail cannot be sent: HOLDFAST_GUARD_SMTP is not set';
  try {
    const transport = createTransport({
      ...(typeof smtp === 'string' ? { url: smtp } : partsOf(smtp)),
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

const partsOf = ({ host, port, secure, login }: MailServer) => ({
  host,
  port,
  secure,
  requireTLS: !secure && login !== null && !isThisComputer(host),
  ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
});

const isThisComputer = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
