import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startHoldfast } from '../start-holdfast.ts';

export type DemoVault = {
  readonly endpoint: string;
  /** The account's own key: it may do everything that the provider allows anybody. */
  readonly accountKey: { readonly keyId: string; readonly key: string };
  stop(): Promise<void>;
};

/** A practice vault as a process of its own, as a provider is another computer. */
export async function startDemoVault(dir: string): Promise<DemoVault> {
  const child = startHoldfast(['practice', 'serve', '--dir', dir], process.env);
  const ended = once(child, 'exit');
  if (!child.stdout) throw new Error('a child without stdout');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error('the practice vault ended at once'))),
  ]);
  const { b2, keyId, key } = JSON.parse(first) as { b2: string; keyId: string; key: string };
  return {
    endpoint: b2,
    accountKey: { keyId, key },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
