import { loadavg } from 'node:os';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readWindowFiles } from '../headless/serve/window-files.ts';
import { windowFolder } from '../headless/serve/window-folder.ts';
import { launchChromium } from './launch-chromium.ts';
import { machine } from './machine.ts';
import { say, writeSection } from './page-section.ts';
import { scrollHugeFolder } from './scroll-huge-folder.ts';
import { middleAndMost, shareOver } from './spread.ts';
import { timeStarts } from './time-starts.ts';

/**
 * `npm run bench:window`: how long the window takes to its first content, over the real loopback server, engine and a home on
 * a practice vault; what a folder of 100,000 entries costs to open and to scroll; and how large its scripts and styles are.
 * Writes its table into docs/performance.md.
 */
const starts = 10;
const rounds = 5;

// Read once: what is weighed is what was served, whoever builds meanwhile.
const files = readWindowFiles(windowFolder);
if (!files.has('/')) throw new Error('The window is not built: npm run build');
const browser = await launchChromium();
try {
  const first = await timeStarts(browser, files, starts);
  const folder = await scrollHugeFolder(browser, rounds);
  const text = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}, Chromium ${browser.version()} without a screen or a graphics card. Load of the machine: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
    '',
    '| | median, ms | slowest, ms |',
    '| --- | ---: | ---: |',
    `| from navigation to the overview's heading on the screen, nothing cached, ${starts} starts | ${middleAndMost(first.times)} |`,
    `| a folder of 100,000 entries, from the click to its first rows on the screen, ${rounds} rounds | ${middleAndMost(folder.opening)} |`,
    '',
    '| frames while scrolling that folder | frames | median, ms | longest, ms | over 50 ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    `| with the wheel | ${frames(folder.wheel)} |`,
    `| the bar dragged from end to end | ${frames(folder.drag)} |`,
    '',
    `Scripts and styles, with gzip: ${size(first.loaded)} kB for the first content, ${size([...files.keys()])} kB in all.`,
  ].join('\n');
  say(text);
  if (!process.argv.includes('--dry')) writeSection('window', text);
} finally {
  await browser.close();
}

/** Of the scripts and styles among these, in kB, each by itself. */
function size(paths: readonly string[]): string {
  const bytes = paths
    .filter((path) => ['.js', '.css'].includes(extname(path)))
    .reduce((sum, path) => sum + gzipSync(files.get(path)?.bytes ?? '').length, 0);
  return (bytes / 1000).toFixed(0);
}

function frames(values: readonly number[]): string {
  return `${values.length} | ${middleAndMost(values)} | ${shareOver(50, values)}`;
}
