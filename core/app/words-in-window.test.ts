import { expect, test } from 'vitest';
import { wordsInWindow } from './words-in-window.ts';

test('a command becomes the button that does the same', () => {
  expect(wordsInWindow('Now run `holdfast locks renew`, or make a backup.')).toBe(
    'Now run "Extend now" under Protection, or make a backup.',
  );
  expect(wordsInWindow('`holdfast locks audit --all` and `holdfast locks audit`')).toBe(
    '"Check now" under Protection and "Check now" under Protection',
  );
});
test('an option that only the command line has is left out', () => {
  expect(wordsInWindow('12 further names, all newer (recover timeline --more looks into more of them)')).toBe(
    '12 further names, all newer',
  );
});
test('all else stays as it is', () => {
  expect(wordsInWindow('holdfast-backups/recover (old)')).toBe('holdfast-backups/recover (old)');
});
