import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { homeAt } from '../../core/app/home.ts';
import { readSettings } from '../../core/app/settings.ts';
import type { SearchPage } from '../../core/contract/browse.ts';
import { EngineScene } from '../engine/engine-scene.ts';

/** For what happens behind a call, in a thread of its own. */
export const waiting = { timeout: 60_000, interval: 30 };

export const source = { kind: 'set', set: 'main' } as const;

/** Names that nobody should be able to do harm with. */
export const hostile = [
  '<img src=x onerror=alert(1)>.txt',
  'invoice\u202efdp.exe',
  'two\nlines.txt',
  '100% "sure" \'quoted\' _.txt',
  'x'.repeat(255),
  'Zürich ÄÖÜ straße.txt',
];
export const notUtf8 = [Buffer.from('caf\xe9 one', 'latin1'), Buffer.from('caf\xe8 one', 'latin1')];

/** A set of files of all kinds, backed up twice, with one file gone and one changed in between. */
export class BrowseScene {
  readonly scene: EngineScene;
  oldest = '';
  newest = '';

  private constructor(scene: EngineScene) {
    this.scene = scene;
  }

  static async make(): Promise<BrowseScene> {
    const made = new BrowseScene(await EngineScene.make());
    await made.#backUpTwice();
    return made;
  }

  async backUp(): Promise<void> {
    const { id } = await this.scene.call('job.start', { set: 'main', kind: 'backup' });
    expect(await this.scene.ended(id)).toMatchObject({ state: 'done' });
    const { snapshots } = await this.scene.call('snapshots.list', { source });
    this.newest = snapshots[0]?.id ?? '';
  }

  /** While no pack can be had no restore comes to its end. */
  async holdPacksBack(isHeld: boolean): Promise<void> {
    const { store } = await readSettings(homeAt(this.scene.appFolder));
    const headers = { 'x-practice-admin': '1', 'content-type': 'application/json' };
    const matches = [{ key: 'here/packs/' }, { operation: 'b2_download_file_by_id' }];
    const action = { kind: 'status', status: 503 };
    const faults = matches.map((match) => ({ match, times: 10_000, action }));
    const answer = await fetch(`${store.endpoint}/.practice/faults`, {
      headers,
      ...(isHeld ? { method: 'POST', body: JSON.stringify({ faults }) } : { method: 'DELETE' }),
    });
    expect(answer.ok).toBe(true);
  }

  searchWhenRead(text: string): Promise<SearchPage> {
    return vi.waitFor(async () => {
      const page = await this.scene.call('search.names', { set: 'main', text, offset: 0, limit: 100 });
      if (page.unread > 0) throw new Error(`${page.unread} snapshots are not read yet`);
      return page;
    }, waiting);
  }

  async #backUpTwice(): Promise<void> {
    const { scene } = this;
    await scene.setUpMain();
    const at = (...names: string[]): string => join(scene.documents, ...names);
    mkdirSync(at('hostile'));
    for (const name of hostile) writeFileSync(at('hostile', name), `of ${name}`);
    for (const name of notUtf8)
      writeFileSync(Buffer.concat([Buffer.from(`${at('hostile')}/`), name]), `bytes ${name.toString('hex')}`);
    mkdirSync(at('deep', 'er', 'est'), { recursive: true });
    writeFileSync(at('deep', 'er', 'est', 'report 10.txt'), 'first');
    writeFileSync(at('deep', 'er', 'report 2.txt'), 'second');
    writeFileSync(at('gone later.txt'), 'here for now');
    symlinkSync('deep/er', at('link'));
    const photo = [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(3_000_000)];
    writeFileSync(at('picture.dat'), Buffer.concat(photo));
    writeFileSync(at('noise.bin'), randomBytes(50_000));
    writeFileSync(at('page.pdf'), '%PDF-1.4 and so on');
    writeFileSync(at('empty'), '');
    scene.start();
    await scene.unlock();
    await scene.call('set.change', { set: 'main', change: { sources: [scene.documents] } });
    await this.backUp();
    this.oldest = this.newest;
    rmSync(at('gone later.txt'));
    writeFileSync(at('deep', 'er', 'est', 'report 10.txt'), 'first, and longer');
    await this.backUp();
  }
}
