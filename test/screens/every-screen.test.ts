import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGallery, type Gallery } from './open-gallery.ts';
import { ScenarioPage, type Look } from './scenario-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-gallery-'));
const size = { width: 1280, height: 800, scale: 1 } as const;
const looks: readonly Look[] = [
  { name: 'light', theme: 'light', language: 'en', ...size },
  { name: 'dark', theme: 'dark', language: 'de', ...size },
];
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery(folder);
});
afterAll(async () => {
  await gallery.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

test.each(looks)(
  'every screen in every form breaks no rule of axe: $name',
  { timeout: 1_200_000 },
  async (look) => {
    const page = await ScenarioPage.open(gallery, look);
    const faults: string[] = [];
    const scenarios = await page.list();
    for (const scenario of scenarios) {
      await page.show(scenario);
      for (const fault of await page.faults()) faults.push(`${scenario.name}: ${fault}`);
    }
    await page.close();
    expect(scenarios.length).toBeGreaterThan(60);
    expect(faults).toEqual([]);
  },
);

test('a picture without words is a fault', async () => {
  const page = await ScenarioPage.open(gallery, looks[0]!);
  const [first] = await page.list();
  await page.show(first!);
  await page.spoil();
  expect((await page.faults()).join()).toMatch(/image-alt/);
  await page.close();
});
