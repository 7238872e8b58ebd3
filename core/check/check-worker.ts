import { parentPort, workerData } from 'node:worker_threads';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { freeBuffer } from '../system/free-buffer.ts';
import { verifyPack } from './verify-pack.ts';

export type CheckWorkerData = { readonly keys: RepositoryKeys; readonly repositoryId: string };

/** 'end': the worker ends by itself. */
export type CheckTask =
  | {
      readonly task: number;
      readonly kind: 'data' | 'tree';
      readonly sha256: string;
      readonly bytes: Uint8Array;
    }
  | 'end';

const { keys, repositoryId } = workerData as CheckWorkerData;

parentPort?.on('message', (message: CheckTask) => {
  if (message === 'end') {
    parentPort?.close();
    return;
  }
  const verdict = verifyPack(keys, repositoryId, message.kind, message.sha256, message.bytes);
  freeBuffer(message.bytes);
  parentPort?.postMessage({ task: message.task, verdict });
});
