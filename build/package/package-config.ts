import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import type { Configuration } from 'electron-builder';
import { wantedFuses } from './fuses.ts';
import { programIn, resourcesIn } from './unpacked-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type PackageRequest = {
  readonly top: string;
  /** What `stageApp` laid out. */
  readonly app: string;
  readonly electronVersion: string;
  /** Another distribution of Electron than the one electron-builder fetches. */
  readonly electronDist?: string;
  readonly environment: Environment;
};

/** Signing, notarisation and where updates come from are told by the environment alone (docs/release.md). */
export function packageConfig(request: PackageRequest): Configuration {
  const { top, app, environment } = request;
  const icon = (name: string): string => join(top, 'assets', 'app', name);
  const updates = environment['HOLDFAST_UPDATE_URL'];
  return {
    appId: 'dev.holdfast.desktop',
    productName: 'Holdfast',
    directories: { app, output: join(top, 'out', 'package'), buildResources: join(top, 'build', 'package') },
    electronVersion: request.electronVersion,
    ...(request.electronDist === undefined ? {} : { electronDist: request.electronDist }),
    // The binaries are Node-API ones: the same file for Node and Electron.
    npmRebuild: false,
    files: ['**/*'],
    asar: true,
    asarUnpack: ['**/*.node'],
    // Before signing.
    afterPack: async ({ appOutDir, electronPlatformName }) => {
      const program = programIn(appOutDir, electronPlatformName);
      // By the fuses' own library: the one inside electron-builder knows fewer of them.
      await flipFuses(program, wantedFuses);
      // Left there where Electron came as a folder.
      rmSync(join(resourcesIn(appOutDir, electronPlatformName), 'default_app.asar'), { force: true });
    },
    publish: updates ? [{ provider: 'generic', url: updates }] : null,
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    win: {
      target: ['nsis'],
      icon: icon('holdfast.ico'),
      ...windowsSigning(environment),
    },
    nsis: {
      oneClick: true,
      perMachine: false,
      // What was set up stays: an uninstalled program must not make backups unreadable.
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: ['dmg', 'zip'],
      icon: icon('holdfast.icns'),
      category: 'public.app-category.utilities',
      minimumSystemVersion: '13.0',
      hardenedRuntime: true,
      entitlements: join(top, 'build', 'package', 'entitlements.mac.plist'),
      entitlementsInherit: join(top, 'build', 'package', 'entitlements.mac.plist'),
      notarize: canNotarize(environment),
      extendInfo: {
        ...Object.fromEntries(
          ['Desktop', 'Documents', 'Downloads', 'RemovableVolumes', 'NetworkVolumes'].map((place) => [
            `NS${place}${place.endsWith('Volumes') ? '' : 'Folder'}UsageDescription`,
            'Holdfast backs up the folders that you choose.',
          ]),
        ),
        // Or notifications have no buttons (Electron's NotificationAction).
        NSUserNotificationAlertStyle: 'alert',
      },
    },
    linux: {
      target: ['AppImage', 'deb', 'rpm'],
      icon: join(top, 'assets', 'app'),
      executableName: 'holdfast',
      category: 'Utility',
      synopsis: 'Backups that nobody can delete before their date',
      ...(environment['HOLDFAST_MAINTAINER'] ? { maintainer: environment['HOLDFAST_MAINTAINER'] } : {}),
      desktop: {
        entry: {
          Name: 'Holdfast',
          GenericName: 'Backup',
          'GenericName[de]': 'Datensicherung',
          Comment: 'Backups that nobody can delete before their date',
          'Comment[de]': 'Sicherungen, die bis zu ihrem Datum niemand löschen kann',
          Keywords: 'backup;restore;archive;ransomware;',
          Categories: 'Utility;Archiving;',
          SingleMainWindow: 'true',
        },
      },
    },
  };
}

/** A certificate comes by CSC_LINK, which electron-builder reads by itself; Azure's service is named here. */
function windowsSigning(environment: Environment): NonNullable<Configuration['win']> {
  const publisherName = environment['HOLDFAST_PUBLISHER'];
  const endpoint = environment['AZURE_SIGN_ENDPOINT'];
  const codeSigningAccountName = environment['AZURE_SIGN_ACCOUNT'];
  const certificateProfileName = environment['AZURE_SIGN_PROFILE'];
  if (!publisherName) return {};
  if (endpoint && codeSigningAccountName && certificateProfileName)
    return {
      azureSignOptions: { publisherName, endpoint, codeSigningAccountName, certificateProfileName },
    };
  return { signtoolOptions: { publisherName } };
}

const canNotarize = (environment: Environment): boolean =>
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'].every((name) => environment[name]) ||
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'].every((name) => environment[name]);
