import { expect, test } from 'vitest';
import { outsidePage } from './outside-pages.ts';

test('pages of the list open outside', () => {
  expect(outsidePage('https://help.backblaze.com/hc/en-us?x=1#y')).toBe(
    'https://help.backblaze.com/hc/en-us?x=1#y',
  );
});

test.each([
  'http://help.backblaze.com/',
  'https://help.backblaze.com.evil.example/',
  'https://evil.example/?help.backblaze.com',
  'https://help.backblaze.com@evil.example/',
  'https://user:word@help.backblaze.com/',
  'https://help.backblaze.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://help.backblaze.com/share',
  'help.backblaze.com',
  '',
])('%s does not', (url) => {
  expect(outsidePage(url)).toBeNull();
});
