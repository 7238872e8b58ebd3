import { inputs, secretWindowInputs } from '../../core/contract/calls.ts';
import { allowedHosts } from './allowed-hosts.ts';

/** What a request says of itself; several values of one header are all there. */
export type RequestHead = {
  readonly method: string;
  readonly target: string;
  readonly header: (name: string) => readonly string[];
};

export type Task =
  | { readonly kind: 'file'; readonly path: string; readonly bodyless: boolean }
  | { readonly kind: 'session' }
  | { readonly kind: 'link' }
  | { readonly kind: 'events'; readonly cookie: string }
  | { readonly kind: 'call' | 'secret'; readonly call: string };

export type Verdict =
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string; readonly allow?: string }
  | { readonly kind: 'do'; readonly task: Task };

/** What of the sessions a judgement needs: whether this cookie and this CSRF value belong to a living one. */
export type Admission = {
  readonly port: number;
  readonly hasSession: (cookie: string) => boolean;
  readonly csrfFits: (cookie: string, csrf: string) => boolean;
};

/** Decides from a request's head alone what may be done. The order matters: Host first, and nothing is looked up before. */
export function judgeRequest(head: RequestHead, admission: Admission): Verdict {
  const host = only(head, 'host');
  if (host === undefined || !allowedHosts(admission.port).includes(host.toLowerCase()))
    return refuse(403, 'This server answers to its own address only.');
  if (!head.target.startsWith('/')) return refuse(400, 'No such address.');
  const [path = '/', query] = head.target.split('?', 2);
  if (!path.startsWith('/api/')) return judgeFile(head, path);
  if (query !== undefined) return refuse(404, 'No such call.');
  if (path === '/api/events') return judgeEvents(head, admission);
  return judgePost(head, path.slice('/api/'.length), `http://${host.toLowerCase()}`, admission);
}

function judgeFile(head: RequestHead, path: string): Verdict {
  if (head.method !== 'GET' && head.method !== 'HEAD') return wrongMethod('GET, HEAD');
  return { kind: 'do', task: { kind: 'file', path, bodyless: head.method === 'HEAD' } };
}

function judgeEvents(head: RequestHead, admission: Admission): Verdict {
  if (head.method !== 'GET') return wrongMethod('GET');
  // A page of another port of this computer is same-site, so its requests carry the cookie; it is not same-origin.
  if (only(head, 'sec-fetch-site') !== 'same-origin') return refuse(403, 'Only the window itself may ask.');
  const cookie = cookieOf(head, admission.port);
  if (cookie === undefined || !admission.hasSession(cookie)) return noSession;
  return { kind: 'do', task: { kind: 'events', cookie } };
}

function judgePost(head: RequestHead, name: string, origin: string, admission: Admission): Verdict {
  const task = taskOf(name);
  if (!task) return refuse(404, 'No such call.');
  if (head.method !== 'POST') return wrongMethod('POST');
  const isFromBrowser = head.header('origin').length > 0 || head.header('sec-fetch-site').length > 0;
  if (task.kind === 'link' && isFromBrowser) return refuse(403, 'Not for browsers.');
  if (task.kind !== 'link') {
    if (only(head, 'origin') !== origin) return refuse(403, 'Only the window itself may ask.');
    const site = head.header('sec-fetch-site');
    if (site.length > 0 && (site.length > 1 || site[0] !== 'same-origin'))
      return refuse(403, 'Only the window itself may ask.');
  }
  if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(only(head, 'content-type') ?? ''))
    return refuse(415, 'JSON only.');
  if (task.kind === 'session' || task.kind === 'link') return { kind: 'do', task };
  const cookie = cookieOf(head, admission.port);
  if (cookie === undefined || !admission.hasSession(cookie)) return noSession;
  const csrf = only(head, 'x-holdfast-csrf');
  if (csrf === undefined || !admission.csrfFits(cookie, csrf))
    return refuse(403, 'The window must be loaded anew.');
  return { kind: 'do', task };
}

function taskOf(name: string): Task | undefined {
  if (name === 'session' || name === 'link') return { kind: name };
  const [kind, call, ...more] = name.split('/');
  if (call === undefined || more.length > 0) return undefined;
  if (kind === 'call' && Object.hasOwn(inputs, call)) return { kind, call };
  if (kind === 'secret' && Object.hasOwn(secretWindowInputs, call)) return { kind, call };
  return undefined;
}

/** Cookies do not know ports, so the port is in the name: two servers of one computer keep apart. */
export const cookieName = (port: number): string => `holdfast-${port}`;

function cookieOf(head: RequestHead, port: number): string | undefined {
  const found = head
    .header('cookie')
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName(port)}=`));
  return found.length === 1 ? found[0]?.slice(cookieName(port).length + 1) : undefined;
}

/** A header that is there twice says nothing. */
function only(head: RequestHead, name: string): string | undefined {
  const values = head.header(name);
  return values.length === 1 ? values[0] : undefined;
}

const refuse = (status: number, reason: string): Verdict => ({ kind: 'refuse', status, reason });
const wrongMethod = (allow: string): Verdict => ({
  kind: 'refuse',
  status: 405,
  reason: 'Not this way.',
  allow,
});
const noSession = refuse(401, 'This window was not let in, or too long ago. Ask for a new link.');
