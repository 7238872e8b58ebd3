import { expect, test } from 'vitest';
import type { JobProgress } from '../../contract/jobs.ts';
import { JobMeter } from './job-meter.ts';

const at = (doneBytes: number, more: object = {}): JobProgress => ({
  phase: 'storing',
  doneFiles: 0,
  totalFiles: 0,
  doneBytes,
  totalBytes: 1000,
  open: false,
  bytesPerSecond: null,
  remainingSeconds: null,
  slow: null,
  ...more,
});

test('a rate needs a second, follows the last seconds only, and tells what remains', () => {
  const meter = new JobMeter();
  expect(meter.complete(at(0), 0)).toMatchObject({ bytesPerSecond: null, remainingSeconds: null });
  expect(meter.complete(at(50), 500)).toMatchObject({ bytesPerSecond: null });
  expect(meter.complete(at(100), 1000)).toMatchObject({ bytesPerSecond: 100, remainingSeconds: 9 });
  expect(meter.complete(at(200), 10_000)).toMatchObject({ bytesPerSecond: null });
  expect(meter.complete(at(600), 12_000)).toMatchObject({ bytesPerSecond: 200, remainingSeconds: 2 });
});

test('while totals grow nothing is said to remain; what the work says itself counts; a new phase begins anew', () => {
  const meter = new JobMeter();
  meter.complete(at(0), 0);
  expect(meter.complete(at(500, { open: true }), 1000)).toMatchObject({
    bytesPerSecond: 500,
    remainingSeconds: null,
  });
  expect(meter.complete(at(600, { remainingSeconds: 7 }), 1500)).toMatchObject({ remainingSeconds: 7 });
  expect(meter.complete(at(10), 3000)).toMatchObject({ bytesPerSecond: null });
});
