import { expect, it } from 'vitest';
import { packageConfig } from './package-config.ts';

const config = (environment: Record<string, string> = {}) =>
  packageConfig({ top: '/top', app: '/top/out/app', electronVersion: '1.0.0', environment });

it('signs, notarises and updates nothing unless the environment says so', () => {
  const plain = config();
  expect(plain.publish).toBeNull();
  expect(plain.mac?.notarize).toBe(false);
  expect(plain.win).not.toHaveProperty('signtoolOptions');
  expect(plain.win).not.toHaveProperty('azureSignOptions');
});

it('updates come from the address that is given', () => {
  expect(config({ HOLDFAST_UPDATE_URL: 'https://updates.example/' }).publish).toEqual([
    { provider: 'generic', url: 'https://updates.example/' },
  ]);
});

it('Windows packages name whose signature an update must bear', () => {
  expect(config({ HOLDFAST_PUBLISHER: 'A Person' }).win?.signtoolOptions?.publisherName).toBe('A Person');
  const azure = {
    HOLDFAST_PUBLISHER: 'A Person',
    AZURE_SIGN_ENDPOINT: 'https://sign.example',
    AZURE_SIGN_ACCOUNT: 'account',
    AZURE_SIGN_PROFILE: 'profile',
  };
  expect(config(azure).win?.azureSignOptions).toEqual({
    publisherName: 'A Person',
    endpoint: 'https://sign.example',
    codeSigningAccountName: 'account',
    certificateProfileName: 'profile',
  });
});

it.each([
  ['an API key', { APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' }, true],
  ['an Apple id', { APPLE_ID: 'a', APPLE_APP_SPECIFIC_PASSWORD: 'p', APPLE_TEAM_ID: 't' }, true],
  ['half of one', { APPLE_API_KEY: 'k', APPLE_ID: 'a' }, false],
])('notarises with %s', (_what, environment, notarize) => {
  expect(config(environment).mac?.notarize).toBe(notarize);
});

it('macOS is hardened, and uninstalling deletes nothing that was set up', () => {
  expect(config().mac?.hardenedRuntime).toBe(true);
  expect(config().nsis?.deleteAppDataOnUninstall).toBe(false);
});

it('macOS shows the buttons of notifications, and says why folders are asked for', () => {
  expect(config().mac?.extendInfo).toMatchObject({
    NSUserNotificationAlertStyle: 'alert',
    NSDocumentsFolderUsageDescription: 'Holdfast backs up the folders that you choose.',
    NSNetworkVolumesUsageDescription: 'Holdfast backs up the folders that you choose.',
  });
});
