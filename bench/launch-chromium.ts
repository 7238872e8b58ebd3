import { chromium, type Browser } from 'playwright-core';

/** HOLDFAST_CHROMIUM, else Debian's. Root may not use its sandbox. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
