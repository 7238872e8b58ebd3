import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFolderVariable, stopCeph } from './start-ceph.ts';

/** Starts nothing: the first test file that needs Ceph does. Ends it after the last. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ceph-run-'));
  // If this run is killed, Ceph ends with this process.
  await writeFile(join(folder, 'owner'), `${process.pid}`);
  process.env[runFolderVariable] = folder;
  return async () => {
    await stopCeph(join(folder, 'ceph'));
    await rm(folder, { recursive: true, force: true });
  };
}
