import type { Settings } from './settings.ts';

const patienceMs = 10_000;

export type Pinged =
  | { readonly sent: false }
  | { readonly sent: true; readonly answered: true }
  /** `words`: for people; nothing else depends on it. */
  | { readonly sent: true; readonly answered: false; readonly words: string };

/**
 * Tells the address of the settings that a renewal or audit ended, so that somebody elsewhere notices when nothing comes any
 * more: the address itself where it went well, the address + `/fail` where not. Never throws: a ping that fails
 * changes nothing here.
 * @param ok whether the renewal or audit went well
 */
export async function ping(
  url: Settings['ping'],
  ok: boolean,
  options: { readonly signal?: AbortSignal | undefined; readonly patienceMs?: number } = {},
): Promise<Pinged> {
  if (url === null) return { sent: false };
  const patience = AbortSignal.timeout(options.patienceMs ?? patienceMs);
  const signal = options.signal ? AbortSignal.any([options.signal, patience]) : patience;
  try {
    const answer = await fetch(ok ? url : failAddress(url), { signal, redirect: 'follow' });
    await answer.body?.cancel();
    if (answer.ok) return { sent: true, answered: true };
    return unanswered(`it answered ${answer.status}`);
  } catch {
    return unanswered(patience.aborted ? 'it did not answer in time' : 'it cannot be reached');
  }
}

/** As the ping services want it: `/fail` ends the path, whatever is asked behind it. */
function failAddress(url: string): string {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/fail`;
  return address.href;
}

/** Without the address: whoever knows it can send pings. */
function unanswered(why: string): Pinged {
  return {
    sent: true,
    answered: false,
    words: `The ping that tells others that this computer still looks after its locks failed: ${why}. The locks are not affected.`,
  };
}
