import type { Bridge, SecretBridge } from '../../core/contract/bridge.ts';
import type { Reply } from '../../core/contract/error-shape.ts';
import { eventNames, type EventName, type Events } from '../../core/contract/events.ts';

/** Useless without the session's cookie, which no script can read; here, so that a reload and the windows for secrets have it. */
const csrfKey = 'holdfast-csrf';

/** Trades the single-use token of the address for a session; the token leaves the address at once. */
export async function openLoopback(): Promise<Bridge> {
  const token = /^#t=(.+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, '', location.pathname);
    const answer = await post('/api/session', { token }, '');
    const { csrf } = (await answer.json()) as { csrf?: string };
    if (csrf !== undefined) localStorage.setItem(csrfKey, csrf);
  }
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const answering = new Set<(answers: boolean) => void>();
  listen(listeners, (answers) => {
    for (const listener of answering) listener(answers);
  });
  return {
    call: async (call, input) => await callOver(`/api/call/${call}`, input),
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    onAnswering: (listener) => void answering.add(listener),
    openSecretWindow: (request) => {
      const { lang, dataset } = document.documentElement;
      const look = new URLSearchParams({ lang, theme: dataset['theme'] ?? 'light' });
      window.open(`./secret.html?${look}#r=${request}`, '_blank', 'noopener,popup,width=560,height=720');
    },
  };
}

export function openSecretLoopback(): SecretBridge {
  return { call: async (call, input) => await callOver(`/api/secret/${call}`, input) };
}

/** EventSource connects again by itself; while nobody looks, nothing is asked for. */
function listen(
  listeners: ReadonlyMap<EventName, ReadonlySet<(payload: never) => void>>,
  onAnswering: (answers: boolean) => void,
): void {
  let source: EventSource | undefined;
  const connect = (): void => {
    source = new EventSource('/api/events');
    source.addEventListener('open', () => onAnswering(true));
    source.addEventListener('error', () => onAnswering(false));
    for (const name of eventNames)
      source.addEventListener(name, (event) => {
        const payload: unknown = JSON.parse((event as MessageEvent<string>).data);
        for (const listener of listeners.get(name) ?? []) listener(payload as never);
      });
  };
  document.addEventListener('visibilitychange', () => {
    source?.close();
    source = undefined;
    if (!document.hidden) connect();
  });
  connect();
}

/** Nothing answers is an expected error too, so it is a value. */
async function callOver<T>(url: string, input: unknown): Promise<Reply<T>> {
  try {
    const answer = await post(url, input, localStorage.getItem(csrfKey) ?? '');
    if (answer.ok) return (await answer.json()) as Reply<T>;
    return gone(answer.status === 401 ? 'session' : String(answer.status));
  } catch {
    return gone('unreachable');
  }
}

const gone = (reason: string): Reply<never> => ({
  ok: false,
  error: {
    code: 'engine-gone',
    details: { reason },
    words:
      'Holdfast does not answer in this window any more. Start it again, or open the window from the tray.',
    retry: 'later',
  },
});

async function post(url: string, body: unknown, csrf: string): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-holdfast-csrf': csrf },
    body: JSON.stringify(body),
  });
}
