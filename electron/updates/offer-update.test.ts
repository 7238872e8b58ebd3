import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { english } from '../words/english.ts';
import { offerUpdate, type Installer, type OfferParts } from './offer-update.ts';

const { install, later, stopAndRestart, failed, byHand } = english.update;

/** Fails as electron-updater does: by its event, by throwing, or not at all. */
class FakeInstaller extends EventEmitter implements Installer {
  readonly did: string[] = [];
  readonly fails: 'download' | 'event' | 'throw' | undefined;

  constructor(fails?: 'download' | 'event' | 'throw') {
    super();
    this.fails = fails;
    // electron-updater listens itself, so that an error that nobody else hears does not throw.
    this.on('error', () => undefined);
  }
  downloadUpdate(): Promise<string[]> {
    this.did.push('download');
    return this.fails === 'download' ? Promise.reject(new Error('offline')) : Promise.resolve([]);
  }
  quitAndInstall(): void {
    this.did.push('install');
    if (this.fails === 'throw') throw new Error('no file');
    if (this.fails === 'event') this.emit('error', new Error('no file'));
    else this.emit('gone');
  }
}

/** @param answers buttons that a person presses, one after the other */
function person(
  answers: readonly string[],
  change: Partial<OfferParts> & { readonly installer?: () => Promise<FakeInstaller> } = {},
) {
  const left = [...answers];
  const asked: string[] = [];
  const did: string[] = [];
  const made = new FakeInstaller();
  const offered = offerUpdate({
    way: () => Promise.resolve('install'),
    installer: () => Promise.resolve(made),
    busy: () => false,
    texts: () => english,
    ask: ({ message, detail }, buttons) => {
      asked.push(`${message} ${detail}`);
      return Promise.resolve(buttons.indexOf(left.shift() ?? ''));
    },
    prepare: async () => void did.push('prepare'),
    startAgain: () => void did.push('again'),
    changed: () => void did.push('changed'),
    ...change,
  });
  return { ...offered, made, asked, did };
}

const gone = (installer: FakeInstaller): Promise<void> =>
  new Promise((resolve) => installer.once('gone', () => resolve()));

test('asked for, it is downloaded and installed, the engine ended first', async () => {
  const { offer, made, did } = person([install]);
  const over = gone(made);
  void offer('1.2.3');
  await over;
  expect(made.did).toEqual(['download', 'install']);
  expect(did).toEqual(['changed', 'prepare']);
});

test('not wanted, nothing is downloaded', async () => {
  const { offer, made, downloaded } = person([later]);
  await offer('1.2.3');
  expect(made.did).toEqual([]);
  expect(downloaded()).toBeNull();
});

test('while something runs it says so and stops nothing by itself; later a restart is all that is missing', async () => {
  let busy = true;
  const { offer, made, asked, did, downloaded } = person([install, later], { busy: () => busy });
  await offer('1.2.3');
  expect(asked.at(-1)).toBe(`${english.update.downloaded('1.2.3')} ${english.update.busy}`);
  expect(did).not.toContain('prepare');
  expect(downloaded()).toBe('1.2.3');
  busy = false;
  const over = gone(made);
  void offer('1.2.3');
  await over;
  expect(asked).toHaveLength(2);
  expect(made.did).toEqual(['download', 'install']);
});

test('who says so restarts out of what runs', async () => {
  const { offer, made, did } = person([install, stopAndRestart], { busy: () => true });
  const over = gone(made);
  void offer('1.2.3');
  await over;
  expect(did).toContain('prepare');
});

test.each(['event', 'throw'] as const)(
  'an installation that fails by %s leaves no program without an engine',
  async (how) => {
    const made = new FakeInstaller(how);
    const { offer, asked, did } = person([install, later], { installer: () => Promise.resolve(made) });
    await offer('1.2.3');
    expect(asked.at(-1)).toContain(failed);
    expect(did.at(-1)).toBe('again');
  },
);

test('a download that fails is told, and the program goes on', async () => {
  const made = new FakeInstaller('download');
  const { offer, asked, did, downloaded } = person([install, later], {
    installer: () => Promise.resolve(made),
  });
  await offer('1.2.3');
  expect(asked.at(-1)).toContain(failed);
  expect(did).toEqual([]);
  expect(downloaded()).toBeNull();
});

test('asked twice at once it asks once; where nobody checks signatures it only tells', async () => {
  const { offer, asked, made } = person([later, later], { way: () => Promise.resolve('tell') });
  await Promise.all([offer('1.2.3'), offer('1.2.3')]);
  expect(asked).toEqual([`${english.update.title('1.2.3')} ${byHand}`]);
  expect(made.did).toEqual([]);
});
