import { join } from 'node:path';

/** Where a platform keeps an application's own data: the home folder unless --home or HOLDFAST_HOME says otherwise. */
export function defaultHome(machine: {
  readonly platform: string;
  readonly userFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): string {
  const { platform, userFolder, environment } = machine;
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(userFolder, 'AppData', 'Local'), 'Holdfast');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Holdfast');
  return join(environment['XDG_DATA_HOME'] || join(userFolder, '.local', 'share'), 'holdfast');
}
