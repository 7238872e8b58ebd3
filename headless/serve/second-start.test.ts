import { createServer } from 'node:http';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realWorld } from '../../core/system/world.ts';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { askForLink } from './ask-for-link.ts';
import { askingProof } from './link-proof.ts';
import { readServingNote, removeServingNote, writeServingNote } from './serving-note.ts';
import { ask } from './testing/ask.ts';
import { serveForTest } from './testing/served.ts';

ownTemporaryFolder();

let served: Awaited<ReturnType<typeof serveForTest>>;
let folder: string;
beforeEach(async () => {
  served = await serveForTest();
  folder = mkdtempSync(join(tmpdir(), 'app-'));
  await writeServingNote(folder, { port: served.server.port, secret: served.server.linkSecret });
});
afterEach(async () => await served.server.close());

const noteThere = () => readServingNote(folder)!;

it('gets a good link from the first', async () => {
  const link = await askForLink(noteThere(), realWorld);
  expect(link).toMatch(new RegExp(`^${served.origin}/#t=`));
  expect((await served.enter(link!.split('#t=')[1])).status).toBe(200);
});

it.skipIf(process.platform === 'win32')('reads what only this person can read', () => {
  expect(statSync(join(folder, 'serving.json')).mode & 0o777).toBe(0o600);
});

it('gets none with another secret', async () => {
  expect(await askForLink({ ...noteThere(), secret: 'x'.repeat(43) }, realWorld)).toBeUndefined();
});

it('gets none where the first has ended', async () => {
  const note = noteThere();
  await served.server.close();
  expect(await askForLink(note, realWorld)).toBeUndefined();
  served = await serveForTest();
});

it('believes no program that took the port, and shows it no secret', async () => {
  const { secret } = noteThere();
  let heard = '';
  const impostor = createServer((request, response) => {
    request.on('data', (piece: Buffer) => (heard += piece.toString('utf8')));
    request.on('end', () => response.end(JSON.stringify({ token: 'x'.repeat(43), proof: 'x'.repeat(43) })));
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const { port } = impostor.address() as AddressInfo;
  expect(await askForLink({ port, secret }, realWorld)).toBeUndefined();
  expect(heard).toContain('proof');
  expect(heard).not.toContain(secret);
  impostor.close();
});

it.each(['', '{', '{"port":0,"secret":"x"}', '[]'])('takes a note that says "%s" for none', (text) => {
  writeFileSync(join(folder, 'serving.json'), text);
  expect(readServingNote(folder)).toBeUndefined();
});

it('finds no note where the first took it away', () => {
  removeServingNote(folder);
  expect(readServingNote(folder)).toBeUndefined();
});

it.each([
  ['an Origin, even our own', { origin: 'ORIGIN' }],
  ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
])('a request with %s comes from a browser and gets none', async (_what, more) => {
  const nonce = 'n'.repeat(43);
  const headers = { 'content-type': 'application/json', ...more };
  const body = JSON.stringify({ nonce, proof: askingProof(served.server.linkSecret, nonce) });
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('ORIGIN', served.origin)]),
  );
  expect((await ask(served.server.port, 'POST', '/api/link', filled, body)).status).toBe(403);
});
