/** What decides whether the desktop app can be shown here. */
export type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly hasMain: boolean;
};

/** @returns why the desktop app cannot run here, before anything is fetched; undefined: it may */
export function whyNoDesktop({ platform, environment, isRoot, hasMain }: Surroundings): string | undefined {
  if (!hasMain) return 'The desktop shell is not built';
  if (platform !== 'linux') return undefined;
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'There is no display';
  return isRoot ? 'Electron does not run as root' : undefined;
}
