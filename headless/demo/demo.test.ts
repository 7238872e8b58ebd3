import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHoldfast } from '../run-holdfast.ts';
import type { Attack } from '../../core/app/intruder/intruder.ts';

test('the demo ends well: everything was refused, everything came back, nothing is left behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'holdfast-demo-test-'));
  const { code, json, stderr } = await runHoldfast(['demo', '--json'], { TMPDIR: temporary });
  expect([code, json['ok'], stderr.includes('FAILED')]).toEqual([0, true, false]);
  const { byKey, versions } = json['attack'] as { versions: number; byKey: { attacks: Attack[] }[] };
  expect(byKey.map(({ attacks }) => attacks.length)).toEqual([5, 5]);
  for (const { tried, refusedByKey, refusedByLock } of byKey.flatMap(({ attacks }) => attacks))
    expect([tried, refusedByKey + refusedByLock]).toEqual([versions, versions]);
  expect(json['attack']).toMatchObject({ controlDeleted: true });
  const { files, differences } = json['compared'] as { files: number; differences: string[] };
  expect(differences).toEqual([]);
  expect(files).toBe((json['backup'] as { files: number }).files);
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});
