import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveGallery } from '../build/serve-gallery.ts';

type Scrolled = {
  /** From the click to the first rows on the screen, ms. */
  readonly opening: readonly number[];
  /** Time from one frame to the next, ms. */
  readonly wheel: readonly number[];
  readonly drag: readonly number[];
};

const wheelSteps = 150;
const dragFrames = 180;

/** In the page: the tree of files, and how long it is from one frame to the next until `end`. */
const prepare = `
  globalThis.tree = document.querySelector('[role=tree][aria-label="Files in this backup"]');
  globalThis.record = () => {
    const seen = [];
    let last;
    let on = true;
    const frame = (at) => {
      if (last !== undefined) seen.push(at - last);
      last = at;
      if (on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    globalThis.end = () => { on = false; return seen; };
  };`;

/** The frame with the rows in it has been drawn when the one after it begins. */
const open = `new Promise((resolve) => {
  const row = [...tree.querySelectorAll('[role=treeitem]')].find((one) => one.textContent.includes('Scans'));
  const from = performance.now();
  const observer = new MutationObserver(() => {
    if (!tree.textContent.includes('scan-000000')) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - from)));
  });
  observer.observe(tree, { childList: true, subtree: true, characterData: true });
  row.querySelector('.caret').click();
})`;

const drag = `new Promise((resolve) => {
  record();
  let step = 0;
  const go = () => {
    tree.scrollTop = (tree.scrollHeight - tree.clientHeight) * (step / ${dragFrames});
    if ((step += 1) > ${dragFrames}) resolve(end());
    else requestAnimationFrame(go);
  };
  go();
})`;

/** A folder of 100,000 entries over a bridge that answers at once: what the window itself costs. */
export async function scrollHugeFolder(browser: Browser, rounds: number): Promise<Scrolled> {
  const gallery = await serveGallery(join(import.meta.dirname, '..', 'out', 'bench-gallery'));
  const seen = { opening: [] as number[], wheel: [] as number[], drag: [] as number[] };
  try {
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
      await page.goto(`${gallery.url}?scenario=restore`);
      await page.getByRole('treeitem', { name: 'Scans' }).waitFor();
      await page.evaluate(prepare);
      seen.opening.push(await page.evaluate<number>(open));
      seen.wheel.push(...(await turnWheel(page)));
      seen.drag.push(...(await page.evaluate<readonly number[]>(drag)));
      await page.close();
    }
  } finally {
    await gallery.close();
  }
  return seen;
}

async function turnWheel(page: Page): Promise<readonly number[]> {
  await page.getByRole('tree', { name: 'Files in this backup' }).hover();
  await page.evaluate('record()');
  for (let step = 0; step < wheelSteps; step++) await page.mouse.wheel(0, 400);
  const frames = await page.evaluate<readonly number[]>('end()');
  if ((await page.evaluate<number>('tree.scrollTop')) === 0) throw new Error('The wheel moved nothing');
  return frames;
}
