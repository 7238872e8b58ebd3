import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findViolations } from './find-violations.ts';
import { importsOf } from './imports-of.ts';
import { layers, packageDoors } from './layers.ts';
import { readSources } from './read-sources.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** What one planted line in one file is answered with; '' where it is allowed. */
const planted = (path: string, text: string): string => findViolations([{ path, text }]).join('\n');

test('our own files keep the arrows', () => {
  const sources = readSources(top);
  expect(sources.length).toBeGreaterThan(50);
  expect(findViolations(sources)).toEqual([]);
});

test.each([
  ['core/model/entry.ts', `import { words } from '../errors/words.ts';`, 'plain data'],
  ['core/model/entry.ts', `import { readFileSync } from 'node:fs';`, 'plain data'],
  ['core/errors/words.ts', `import { randomBytes } from 'node:crypto';`, 'every layer'],
  ['core/system/world.ts', `import { leaseUntil } from '../locks/period.ts';`, 'parameters of everything'],
  ['core/locks/period.ts', `import { packName } from '../repository/names.ts';`, 'parameters, never opened'],
  ['core/locks/period.ts', `import { readFileSync } from 'node:fs';`, 'parameters, never opened'],
  ['core/crypto/keys.ts', `import { packName } from '../repository/names.ts';`, 'cryptography knows'],
  ['core/chunker/chunker.ts', `import type { S } from '../storage/object-store.ts';`, 'cutting knows'],
  [
    'core/storage/s3/put.ts',
    `import { packName } from '../../repository/names.ts';`,
    'could not be replaced',
  ],
  ['core/repository/names.ts', `import { runBackup } from '../backup/run-backup.ts';`, 'without the catalog'],
  ['core/repository/names.ts', `export * from '../restore/run-restore.ts';`, 'without the catalog'],
  ['core/catalog/catalog.ts', `const x = await import('../backup/run-backup.ts');`, 'rebuildable'],
  ['core/source/scan-worker.ts', `import { s } from '../storage/connect-store.ts';`, 'walking the disk'],
  ['core/backup/run-backup.ts', `import { r } from '../restore/run-restore.ts';`, 'reads it back'],
  ['core/restore/run-restore.ts', `import { r } from '../backup/run-backup.ts';`, 'clean machine'],
  ['core/check/run-check.ts', `new Worker(new URL('../backup/w.ts', import.meta.url));`, 'must not trust'],
  ['core/app/home.ts', `import { ask } from '../../headless/ask.ts';`, 'plain Node'],
  ['core/app/home.ts', `import { app } from 'electron';`, 'desktop shell'],
  ['core/app/home.ts', `import { useState } from 'react';`, 'only the window draws'],
  ['core/backup/run-backup.ts', `import { S3Client } from '@aws-sdk/client-s3';`, 'only stores speak'],
  ['core/backup/run-backup.ts', `import { expect } from 'vitest';`, 'test runner'],
  ['core/repository/names.ts', `import Database from 'better-sqlite3';`, 'databases'],
  ['core/restore/item-placer.ts', `import { setAttributeSync } from '@napi-rs/xattr';`, 'for Windows'],
  ['core/app/home.ts', `import { Command } from 'commander';`, 'command line'],
  [
    'practice/vault/vault.ts',
    `import { period } from '../../core/locks/period.ts';`,
    'stands for a provider',
  ],
  ['headless/holdfast.ts', `import { table } from '../bench/table.ts';`, 'a front end drives'],
  ['electron/main.ts', `import { App } from '../renderer/app.tsx';`, 'a front end drives'],
  ['renderer/app.tsx', `import { runBackup } from '../core/backup/run-backup.ts';`, 'contract only'],
  ['core/contract/calls.ts', `import { runBackup } from '../backup/run-backup.ts';`, 'types and schemas'],
  ['core/backup/run-backup.ts', `import { tree } from '../../test/trees/tree.ts';`, 'depend on tests'],
  ['core/backup/run-backup.ts', `import { it } from './run-backup.test.ts';`, 'depend on tests'],
  ['build/bundle.ts', `import { homeAt } from '../core/app/home.ts';`, 'not a part of it'],
  ['bench/compare.ts', `import { place } from '../test/acceptance/place.ts';`, 'depend on tests'],
  ['test/acceptance/x.test.ts', `import { table } from '../../bench/table.ts';`, 'depend on measurements'],
  ['test/compare/compare-trees.ts', `import { s } from '../../core/source/scanner.ts';`, 'shares no code'],
  ['test/ceph/start-ceph.ts', `import { s } from '../../core/storage/connect-store.ts';`, 'not made of what'],
])('%s may not say %s', (path, line, reason) => {
  expect(planted(path, line)).toContain(reason);
});

test('every layer and every door has a reason, and every layer is tried above', () => {
  for (const { reason } of [...layers, ...packageDoors]) expect(reason.length).toBeGreaterThan(15);
});

test.each([
  ['core/backup/run-backup.ts', `import { leaseUntil } from '../locks/period.ts';`],
  ['core/storage/s3/put.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
  ['practice/vault/vault.ts', `import type { Instant } from '../../core/model/object.ts';`],
  ['core/storage/s3/s3-store.test.ts', `import { start } from '../../../practice/server/start.ts';`],
  ['bench/compare.ts', `import { startCeph } from '../test/ceph/start-ceph.ts';`],
])('%s may say %s', (path, line) => {
  expect(planted(path, line)).toBe('');
});

test('imports are found in every form, and not in comments or strings', () => {
  expect(
    importsOf(`
      import a, { type B,
        c } from './one.ts';
      import './two.ts';
      export { d } from "./three.ts";
      const e = await import( './four.ts' );
      new Worker(new URL('./five.ts', import.meta.url));
      // import x from './six.ts';
      /* import x from './seven.ts'; */
      const glob = '**/*.ts'; import f from './eight.ts'; /* */
    `),
  ).toEqual(['./one.ts', './three.ts', './eight.ts', './two.ts', './four.ts', './five.ts']);
});
