import { createInterface } from 'node:readline';
import { Holdfast } from './holdfast.ts';

/** `holdfast practice serve` as a process of its own. */
export type PracticeProcess = {
  readonly b2: string;
  readonly s3: string;
  readonly region: string;
  readonly keyId: string;
  readonly key: string;
  /** For example "+200d". */
  moveClock(step: string): Promise<void>;
  /** Its clock, ms. */
  now(): Promise<number>;
  /** Calls so far, by api and operation, or since the last `resetCounts`. */
  counts(): Promise<Readonly<Record<string, number>>>;
  resetCounts(): Promise<void>;
  /** From now on every upload under this prefix is cut off before it has an effect. */
  dropUploads(prefix: string): Promise<void>;
  liftFaults(): Promise<void>;
  close(): Promise<void>;
};

/** @param folder its home; its data lie in there too */
export async function startPracticeProcess(
  folder: string,
  ...flags: readonly string[]
): Promise<PracticeProcess> {
  const holdfast = new Holdfast(folder);
  const child = holdfast.start('practice', 'serve', '--dir', `${folder}/vault`, ...flags);
  const errors: string[] = [];
  child.stderr?.on('data', (data: Buffer) => errors.push(data.toString()));
  const first = await new Promise<string>((resolve, reject) => {
    if (!child.stdout) throw new Error('no standard output');
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`practice serve ended with ${code}: ${errors.join('')}`)));
  });
  const said = JSON.parse(first) as Pick<PracticeProcess, 'b2' | 's3' | 'region' | 'keyId' | 'key'>;
  const { port } = new URL(said.s3);
  const admin = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${said.s3}/.practice/${path}`, {
      method,
      headers: { 'x-practice-admin': '1' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    ...said,
    moveClock: async (step) => {
      await holdfast.succeed(['practice', 'clock', step, '--port', port]);
    },
    now: async () => ((await admin('GET', 'state')) as { readonly now: number }).now,
    counts: async () => flatten(await admin('GET', 'counts')),
    resetCounts: async () => {
      await admin('DELETE', 'counts');
    },
    dropUploads: async (prefix) => {
      const fault = {
        match: { api: 's3', operation: 'PutObject', key: prefix },
        times: 1_000_000,
        action: { kind: 'drop-before' },
      };
      await admin('POST', 'faults', { faults: [fault] });
    },
    liftFaults: async () => {
      await admin('DELETE', 'faults');
    },
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** {"s3":{"PutObject":3}} and {"counts":{"s3 PutObject":3}} alike → {"s3 PutObject":3}. */
function flatten(value: unknown, path: readonly string[] = []): Record<string, number> {
  if (typeof value === 'number') return { [path.join(' ')]: value };
  if (typeof value !== 'object' || value === null) return {};
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, inner]) =>
      flatten(inner, name === 'counts' || name === 'calls' ? path : [...path, name]),
    ),
  ) as Record<string, number>;
}
