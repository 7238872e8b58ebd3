import { lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Entry } from '../../model/entry.ts';
import { realWorld } from '../../system/world.ts';
import type { RestoreReport } from '../restore-report.ts';
import { runRestore, type RestoreRequest } from '../run-restore.ts';
import { TestRepository } from './test-repository.ts';

/** For tests: a folder and a repository in memory of its own for each test of a file. */
export class RestoreFixture {
  folder = '';
  repository = new TestRepository();

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'holdfast-restore-'));
      this.repository = new TestRepository();
    });
    afterEach(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Where restores go, unless they say otherwise. */
  get to(): string {
    return join(this.folder, 'out');
  }

  /** Of roots by their absolute paths. */
  async restore(
    roots: Readonly<Record<string, Entry>>,
    more: Partial<RestoreRequest> = {},
  ): Promise<RestoreReport> {
    return await this.again(this.repository.snapshot(roots), more);
  }

  async again(
    snapshot: RestoreRequest['snapshot'],
    more: Partial<RestoreRequest> = {},
  ): Promise<RestoreReport> {
    const { repository, to } = this;
    return await runRestore({
      repository: repository.readable,
      catalog: repository,
      snapshot,
      paths: [],
      to,
      world: realWorld,
      ...more,
    });
  }
}

export const isRoot = process.geteuid?.() === 0;

export function mtimeNs(path: string): string {
  return lstatSync(path, { bigint: true }).mtimeNs.toString();
}
