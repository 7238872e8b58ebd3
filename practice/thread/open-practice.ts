import { Worker } from 'node:worker_threads';
import type { FromVaultThread, VaultAddress, VaultThreadData } from './thread-messages.ts';

type State = { readonly now: number; readonly clockOffsetMs: number; readonly bytes: number };

/** A vault in a thread of its own, so that it takes no time from whoever backs up into it. */
export type OpenPractice = VaultAddress & {
  readonly clock: {
    readonly now: () => Promise<number>;
    readonly move: (milliseconds: number) => Promise<void>;
  };
  readonly aheadMs: () => Promise<number>;
  readonly bytes: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/**
 * Starts the vault that lies in `dir`, or makes one there.
 * @param port where it was before; another one where that is taken
 * @throws an error with the code SQLITE_BUSY where another process uses the folder
 */
export async function openPractice(dir: string, port = 0): Promise<OpenPractice> {
  const data: VaultThreadData = { dir, port };
  const worker = new Worker(new URL('./vault-worker.ts', import.meta.url), { workerData: data });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const { b2, s3, region, keyId, key } = await started(worker);
  const admin = async (path: string, body?: object): Promise<State> => {
    const answer = await fetch(`${b2}/.practice/${path}`, {
      method: body ? 'POST' : 'GET',
      // The header keeps web pages out: a browser does not send it across origins without asking first.
      headers: { 'content-type': 'application/json', 'x-practice-admin': '1' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`the practice vault answered ${answer.status}`);
    return (await answer.json()) as State;
  };
  return {
    b2,
    s3,
    region,
    keyId,
    key,
    clock: {
      now: async () => (await admin('state')).now,
      move: async (milliseconds) => void (await admin('clock', { advanceMs: milliseconds })),
    },
    aheadMs: async () => (await admin('state')).clockOffsetMs,
    bytes: async () => (await admin('state')).bytes,
    close: async () => {
      worker.postMessage('end');
      await ended;
    },
  };
}

const started = (worker: Worker): Promise<VaultAddress> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromVaultThread) => {
      if (message.kind === 'started') resolve(message.vault);
      else reject(Object.assign(new Error(message.message), { code: message.code }));
    });
  });
