import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const programs = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph', 'monmaptool', 'ceph-authtool'];
const packages = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'];

/** Makes sure that Ceph's programs are there; returns why they are not, undefined where they are. */
export async function installCeph(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'Ceph runs on Linux only';
  if (process.getuid?.() !== 0) return 'a Ceph of one node needs root';
  if (await arePresent()) return undefined;
  if (!(await isDebian())) return `not Debian, and these programs are missing: ${programs.join(', ')}`;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 << 20 };
  try {
    await run('apt-get', ['update'], options);
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
  } catch (error) {
    return `apt-get could not install ${packages.join(' ')}: ${(error as Error).message}`;
  }
  return (await arePresent()) ? undefined : `${packages.join(' ')} came without ${programs.join(', ')}`;
}

async function arePresent(): Promise<boolean> {
  const found = await Promise.all(
    programs.map((program) =>
      run('sh', ['-c', `command -v ${program}`]).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}

async function isDebian(): Promise<boolean> {
  return await access('/etc/debian_version').then(
    () => true,
    () => false,
  );
}
