import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { openApp, transports, type OpenApp } from './open-app.ts';
import { finishSetUp, setUpPractice } from './set-up-practice.ts';

describe.each(transports)('what a person does, over %s', (transport) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  const files = join(folder, 'Files');
  let app: OpenApp;
  let words: readonly string[];

  beforeAll(async () => {
    mkdirSync(join(files, 'letters'), { recursive: true });
    for (let number = 1; number <= 20; number++)
      writeFileSync(join(files, 'letters', `letter ${number}.txt`), `Dear ${number}\n`.repeat(200));
    app = await openApp(transport, { appFolder: join(folder, 'app') });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('sets up a practice vault and makes the first backup', async () => {
    const { page } = app;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page);
    words = await setUpPractice(app, [files]);
    await finishSetUp(app);
    await expectAccessible(page);
    expect(words).toHaveLength(24);
  });
});
