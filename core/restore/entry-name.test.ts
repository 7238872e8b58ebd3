import { expect, test } from 'vitest';
import { freeName, isPlainName } from './entry-name.ts';

test.each(['', '.', '..', 'a/b', '/', 'a\0', 'x'.repeat(256)])('%j is not a name', (name) => {
  expect(isPlainName(name, 'linux')).toBe(false);
});

test.each(['a', '...', ' ', 'C:', 'a\\b', '\xff', '-rf'])('%j is a name on Linux', (name) => {
  expect(isPlainName(name, 'linux')).toBe(true);
});

test.each(['C:', 'a\\b', 'file:stream'])('%j would lead elsewhere on Windows', (name) => {
  expect(isPlainName(name, 'win32')).toBe(false);
});

test('a free name keeps the extension, and fits', () => {
  expect(freeName('photo.jpg', 1)).toBe('photo (restored).jpg');
  expect(freeName('photo.jpg', 2)).toBe('photo (restored 2).jpg');
  expect(freeName('.bashrc', 1)).toBe('.bashrc (restored)');
  expect(freeName('Makefile', 1)).toBe('Makefile (restored)');
  expect(freeName(`${'x'.repeat(251)}.jpg`, 12)).toMatch(/^x+ \(restored 12\)\.jpg$/);
  expect(freeName(`a.${'x'.repeat(250)}`, 1).length).toBeLessThanOrEqual(255);
});
