/** `npm run screens [PART OF A NAME …]`: every scenario of the window's gallery as a picture in out/screens, in each look, with axe's judgement. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openGallery } from './open-gallery.ts';
import { ScenarioPage, type Look } from './scenario-page.ts';

const top = join(import.meta.dirname, '..', '..');
const pictures = join(top, 'out', 'screens');

const looks: readonly Look[] = [
  { name: 'light', theme: 'light', language: 'en', width: 1280, height: 800, scale: 1 },
  { name: 'dark', theme: 'dark', language: 'en', width: 1280, height: 800, scale: 1 },
  { name: 'de', theme: 'light', language: 'de', width: 1280, height: 800, scale: 1 },
  { name: 'large', theme: 'dark', language: 'en', width: 1920, height: 1080, scale: 1 },
  { name: 'small', theme: 'light', language: 'de', width: 900, height: 600, scale: 1 },
  { name: 'zoomed', theme: 'dark', language: 'de', width: 640, height: 400, scale: 2 },
];

const wanted = process.argv.slice(2);
const gallery = await openGallery(join(top, 'out', 'gallery'));
try {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  for (const look of looks) {
    const page = await ScenarioPage.open(gallery, look);
    const all = await page.list();
    const asked = all.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
    for (const scenario of asked) {
      await page.show(scenario);
      await page.picture(join(pictures, `${scenario.name}.${look.name}.png`));
      for (const fault of await page.faults()) {
        process.stderr.write(`${scenario.name}.${look.name}: ${fault}\n`);
        process.exitCode = 1;
      }
    }
    await page.close();
    process.stdout.write(`${look.name}: ${asked.length} scenarios\n`);
  }
} finally {
  await gallery.close();
}
