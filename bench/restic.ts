import { join } from 'node:path';
import type { Contestant, Stage } from './contestant.ts';
import { runUnmeasured } from './run-measured.ts';

/** restic as it comes: its own defaults for packs, compression and connections, a cache of its own. */
export async function restic({ ceph, tree, folder, target }: Stage): Promise<Contestant> {
  const bucket = 'bench-restic';
  const environment = {
    AWS_ACCESS_KEY_ID: ceph.keyId,
    AWS_SECRET_ACCESS_KEY: ceph.key,
    AWS_DEFAULT_REGION: ceph.region,
    RESTIC_PASSWORD: 'bench',
    RESTIC_REPOSITORY: `s3:${ceph.endpoint}/${bucket}`,
    RESTIC_CACHE_DIR: join(folder, 'cache'),
  };
  const command = (...args: readonly string[]) => ({ line: ['restic', '--quiet', ...args], environment });
  await runUnmeasured(command('init'));
  return {
    name: 'restic',
    bucket,
    commands: {
      'first backup': command('backup', tree),
      'unchanged backup': command('backup', tree),
      restore: command('restore', 'latest', '--target', target),
    },
  };
}

export async function resticVersion(): Promise<string> {
  const text = await runUnmeasured({ line: ['restic', 'version'], environment: {} });
  return text.trim().split(' compiled')[0] ?? text;
}
