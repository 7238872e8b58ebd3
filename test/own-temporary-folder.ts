import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** What this test file leaves in the temporary folder can be told from what others leave there. Call it before anything else. */
export function ownTemporaryFolder(): void {
  const shared = tmpdir();
  const own = mkdtempSync(join(shared, 'holdfast-test-'));
  process.env['TMPDIR'] = own;
  afterAll(() => {
    process.env['TMPDIR'] = shared;
    // A browser that was ended may still write for a moment.
    rmSync(own, { recursive: true, force: true, maxRetries: 10 });
  });
}
