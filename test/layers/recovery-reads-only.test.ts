import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reachableFrom } from './reachable-from.ts';
import { readSources } from './read-sources.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Commands that a person runs while an intruder may be at work. */
const looking = ['ls', 'restore', 'timeline', 'versions'].map(
  (name) => `headless/commands/recover-${name}.ts`,
);

/** All that makes changes in a bucket, apart from the stores themselves. */
const writing =
  /^core\/(?:backup|guard|check)\/|^core\/repository\/(?:put-locked|create-repository)\.ts$|^core\/locks\/(?:renew-leases?|let-go-before)\.ts$|^core\/upkeep\/(?:give-back|renew-|retire|prove-|legal-holds|canary)|^core\/recovery\/(?:hold\/|clean)|^core\/storage\/provisioning|^core\/storage\/decorators\/lengthening-only/;

test('nothing that recovery looks and restores with can reach what writes', () => {
  expect(looking.filter((path) => !existsSync(join(top, path)))).toEqual([]);
  const reached = reachableFrom(looking, readSources(top));
  const offending = [...reached].filter(([path]) => writing.test(path)).map((row) => row.join(' < '));
  expect(offending).toEqual([]);
  expect(reached.has('core/storage/decorators/read-only.ts')).toBe(true);
});

test('the same look finds what hold and clean write with', () => {
  for (const [name, path] of [
    ['hold', 'core/locks/renew-leases.ts'],
    ['hold', 'core/storage/decorators/lengthening-only.ts'],
    ['clean', 'core/recovery/clean.ts'],
  ] as const) {
    const reached = reachableFrom([`headless/commands/recover-${name}.ts`], readSources(top));
    expect([...reached.keys()].filter((one) => writing.test(one))).toContain(path);
  }
});
