/** What an update may do: be installed, or only be told. */
export type UpdateWay = 'install' | 'tell' | 'never';

/**
 * Only where the platform checks the new version's signature is it installed by itself: macOS always does, Windows when
 * the package says whose signature it must be. On Linux nobody checks.
 * @param configuration text of app-update.yml beside the program; null: there is none
 */
export function updateWay(machine: {
  readonly packaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly configuration: string | null;
}): UpdateWay {
  const { packaged, platform, configuration } = machine;
  if (!packaged || configuration === null) return 'never';
  if (platform === 'darwin') return 'install';
  const names = /^publisherName:[ \t]*(?:\S|\r?\n[ \t]*-[ \t]*\S)/m.test(configuration);
  return platform === 'win32' && names ? 'install' : 'tell';
}
