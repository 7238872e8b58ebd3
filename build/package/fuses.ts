import {
  FuseState,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
  type FuseV1Config,
} from '@electron/fuses';

/**
 * What the packed program must not do for whoever starts it with other arguments or another environment: be a plain
 * Node, load options or a debugger, run an app that is not its own.
 */
export const wantedFuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // An unsigned build for this Mac's own processor must be signed again, if only by itself.
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseV1Config;

const names = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
  'WasmTrapHandlers',
] as const;

/** Reads the fuses back from the program. @returns one sentence for each that is not as wanted */
export async function fuseFaults(program: string): Promise<readonly string[]> {
  const wire = await getCurrentFuseWire(program).catch(() => undefined);
  if (!wire) return ['the program has no fuses'];
  return names.flatMap((name) => {
    const wanted = wantedFuses[FuseV1Options[name]] ? FuseState.ENABLE : FuseState.DISABLE;
    return wire[FuseV1Options[name]] === wanted ? [] : [`fuse ${name} is not as wanted`];
  });
}
