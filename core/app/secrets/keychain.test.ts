import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** A Secret Service of the real kind, where this machine has one or lets us install it. */
function secretService(): boolean {
  const present = (): boolean => has('dbus-run-session') && has('gnome-keyring-daemon') && has('dbus-send');
  if (present() || process.platform !== 'linux') return present();
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const install = 'apt-get update -qq; apt-get install -y -qq --no-install-recommends gnome-keyring dbus';
  spawnSync('sh', ['-c', install], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return present();
}

const ready = secretService();
if (!ready)
  process.stderr.write(
    'SKIPPED keychain tests: no gnome-keyring-daemon and dbus-run-session, and not root on Debian.\n',
  );

/**
 * Runs a module under a session bus, a keyring daemon and a home of its own, and ends the daemon by its process id:
 * the real keyring of whoever runs the tests is never opened.
 */
async function inPrivateSession(source: string, options: { readonly daemon: boolean }): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-keyring-'));
  const start = 'printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1';
  const owner =
    'dbus-send --session --print-reply --dest=org.freedesktop.DBus / ' +
    'org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets';
  const end = `pid=$(${owner} 2>/dev/null | awk '/uint32/{print $2}'); [ -n "$pid" ] && kill "$pid"`;
  const script = options.daemon
    ? `${start}; "$NODE" --input-type=module -e "$SOURCE"; code=$?; ${end}; exit $code`
    : 'exec "$NODE" --input-type=module -e "$SOURCE"';
  await mkdir(join(folder, 'run'), { mode: 0o700 });
  try {
    // Without a daemon the bus must not be able to start one by itself either.
    const command = options.daemon ? ['dbus-run-session', '--', 'sh', '-c', script] : ['sh', '-c', script];
    const { stdout } = await run(command[0] ?? '', command.slice(1), {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_DATA_HOME: join(folder, 'data'),
        XDG_RUNTIME_DIR: join(folder, 'run'),
        NODE: process.execPath,
        SOURCE: source,
        ...(options.daemon ? {} : { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-such-bus` }),
      },
    });
    return JSON.parse(stdout);
  } finally {
    // The daemon was told to end; it may still write for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

const module = JSON.stringify(new URL('./keychain.ts', import.meta.url).href);

test.skipIf(!ready)(
  'a real Secret Service keeps the secrets of each repository apart and forgets them when told',
  async () => {
    const source = `
    import { keychain, keychainAnswers } from ${module};
    const secrets = (byte) => ({ masterKey: new Uint8Array(32).fill(byte), backupKey: { keyId: 'K' + byte, key: 'key ' + byte } });
    const answers = await keychainAnswers();
    const before = await keychain('one').read() ?? null;
    await keychain('one').write(secrets(1));
    await keychain('two').write(secrets(2));
    const one = await keychain('one').read();
    await keychain('one').erase();
    const after = await keychain('one').read() ?? null;
    const two = await keychain('two').read();
    console.log(JSON.stringify({ answers, before, one: [...one.masterKey], oneKey: one.backupKey, after, two: [...two.masterKey] }));`;
    expect(await inPrivateSession(source, { daemon: true })).toEqual({
      answers: true,
      before: null,
      one: Array<number>(32).fill(1),
      oneKey: { keyId: 'K1', key: 'key 1' },
      after: null,
      two: Array<number>(32).fill(2),
    });
  },
);

test.skipIf(process.platform !== 'linux')(
  'where no Secret Service answers, that is said: nothing goes to the forgetful kernel keyring',
  async () => {
    const source = `
    import { keychain, keychainAnswers } from ${module};
    const answers = await keychainAnswers();
    const error = await keychain('one').write({ masterKey: new Uint8Array(32), backupKey: { keyId: 'a', key: 'b' } }).catch((e) => e);
    console.log(JSON.stringify({ answers, code: error?.code }));`;
    expect(await inPrivateSession(source, { daemon: false })).toEqual({
      answers: false,
      code: 'keychain-silent',
    });
  },
);
