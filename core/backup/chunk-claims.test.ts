import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCatalog } from '../catalog/catalog.ts';
import { ChunkClaims } from './chunk-claims.ts';
import { NeededPacks } from './needed-packs.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-claims-'));
const catalog = openCatalog(join(folder, 'catalog.sqlite'), '00112233445566778899aabbccddeeff');
afterAll(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

const id = new Uint8Array(32).fill(7);

test('one asker stores a chunk, the others count on it', () => {
  const claims = new ChunkClaims(catalog, 'data', () => true);
  expect([...claims.ask(id)]).toEqual([0]);
  expect([...claims.ask(id)]).toEqual([1]);
  claims.placed(id, Uint32Array.of(5));
  expect(claims.find(id)).toBe(5);
});

test('a pack that is uploaded before its worker has reported tells everybody who waits for it', () => {
  const claims = new ChunkClaims(catalog, 'data', () => true);
  claims.ask(id);
  const needed = new NeededPacks();
  const claim = claims.find(id);
  if (claim !== undefined) needed.add(claim);
  expect(needed.resolved()).toBeUndefined();
  claims.settled([id], 9);
  claims.placed(id, Uint32Array.of(9));
  expect([...(needed.resolved() ?? [])]).toEqual([9]);
});
