import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contestant, Stage } from './contestant.ts';
import { runUnmeasured } from './run-measured.ts';

const program = fileURLToPath(new URL('../headless/holdfast.js', import.meta.url));

/** Holdfast as it comes, through its command. */
export async function holdfast({ ceph, tree, folder, target }: Stage): Promise<Contestant> {
  const bucket = 'bench-holdfast';
  const environment = {
    HOLDFAST_HOME: join(folder, 'home'),
    HOLDFAST_KEYCHAIN: 'off',
    HOLDFAST_PROOF_SECONDS: '0',
    HOLDFAST_PASSPHRASE: 'bench',
    HOLDFAST_SETUP_KEY_ID: ceph.keyId,
    HOLDFAST_SETUP_KEY: ceph.key,
    HOLDFAST_KEY_ID: ceph.keyId,
    HOLDFAST_KEY: ceph.key,
  };
  const command = (...args: readonly string[]) => ({
    line: [process.execPath, program, ...args, '--json'],
    environment,
  });
  const where = ['--s3', ceph.endpoint, '--region', ceph.region, '--bucket', bucket];
  await runUnmeasured(command('setup', ...where, '--protect', '30d', '--kit', join(folder, 'kit.txt')));
  return {
    name: 'holdfast',
    bucket,
    commands: {
      'first backup': command('backup', tree),
      'unchanged backup': command('backup', tree),
      restore: command('restore', 'latest', '--to', target),
    },
  };
}
