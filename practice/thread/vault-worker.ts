import { parentPort, workerData } from 'node:worker_threads';
import { startPracticeVault, type PracticeVault } from '../server/start-practice-vault.ts';
import type { FromVaultThread, VaultThreadData } from './thread-messages.ts';

/** Runs one vault in this thread, until any message says that it is over. */
async function run(): Promise<void> {
  const { dir, port } = workerData as VaultThreadData;
  const post = (message: FromVaultThread): void => parentPort?.postMessage(message);
  try {
    const vault = await startAt(dir, port);
    parentPort?.once('message', () => void vault.close().finally(() => parentPort?.close()));
    const { b2, s3, region, keyId, key } = vault;
    post({ kind: 'started', vault: { b2, s3, region, keyId, key } });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    post({ kind: 'failed', code: code ?? '', message: message ?? '' });
  }
}

/** At the port of before, so that addresses which were written down stay true; else at any. */
async function startAt(dir: string, port: number): Promise<PracticeVault> {
  try {
    return await startPracticeVault({ dir, port });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    return await startPracticeVault({ dir });
  }
}

await run();
