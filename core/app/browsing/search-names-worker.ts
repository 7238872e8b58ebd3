import { parentPort } from 'node:worker_threads';
import { isDamage, isUnreadable, openNamesToRead } from '../../catalog/names/open-names.ts';
import { searchNames } from '../../catalog/names/search-names.ts';
import { explainError } from '../explain-error.ts';
import type { SearchAnswer, SearchTask } from './names-messages.ts';

/** The file is opened for each search: it may be thrown away and made anew at any time. */
function answer({ call, file, repositoryId, text, offset, limit, there }: SearchTask): SearchAnswer {
  let database: ReturnType<typeof openNamesToRead>;
  try {
    database = openNamesToRead(file, repositoryId);
    if (!database) return { kind: 'none', call, damaged: false };
    return { kind: 'found', call, hits: searchNames(database, text, { offset, limit, there }) };
  } catch (error) {
    if (isDamage(error)) return { kind: 'none', call, damaged: true };
    // The file may be thrown away while it is being read.
    if (isUnreadable(error)) return { kind: 'none', call, damaged: false };
    const { code, details } = explainError(error);
    return { kind: 'failed', call, error: { code, details } };
  } finally {
    database?.close();
  }
}

parentPort?.on('message', (task: SearchTask) => parentPort?.postMessage(answer(task)));
