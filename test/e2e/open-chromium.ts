import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's own browser; .ci/run installs Debian's. Root may not use its sandbox. */
export async function openChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error('Chromium is not installed (Debian: apt-get install chromium)');
  return await chromium.launch({
    executablePath,
    timeout: 120_000,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...more],
  });
}
