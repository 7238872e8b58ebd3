import { expect, test } from 'vitest';
import { pageHeaders } from './page-headers.ts';

test('every page and file says what it is and what it may do', () => {
  expect(pageHeaders('/x/index.html')).toEqual({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      "connect-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  });
  expect(pageHeaders('/x/A.JS')).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
});

test.each(['main.cjs', 'program', 'key.pem', 'x.node', '.html'])('%s is not a file of a page', (file) => {
  expect(pageHeaders(file)).toBeNull();
});
