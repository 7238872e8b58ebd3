import { expect, test } from 'vitest';
import { pageFile } from './page-file.ts';

const root = '/program/dist/renderer';
const file = (url: string, method = 'GET'): string | null => pageFile({ method, url }, root);

test.each([
  ['app://holdfast/index.html', `${root}/index.html`],
  ['app://holdfast/assets/a%20b.js', `${root}/assets/a b.js`],
  ['app://holdfast/index.html?lang=de#r=x', `${root}/index.html`],
  ['app://holdfast/./assets/../index.html', `${root}/index.html`],
])('%s is a file of ours', (url, wanted) => {
  expect(file(url)).toBe(wanted);
});

test.each([
  'app://holdfast/',
  'app://holdfast',
  'app://holdfast/..%2f..%2fetc/passwd',
  'app://holdfast/%2e%2e%2fpreload.cjs',
  'app://holdfast/..%2frenderer-of-somebody-else%2fx.js',
  'app://holdfast/..%5c..%5cwindows%5cwin.ini',
  'app://holdfast//etc/passwd',
  'app://holdfast/C:/windows/win.ini',
  'app://holdfast/index.html%00',
  'app://holdfast/%zz',
  'app://holdfast.evil.example/index.html',
  'app://user@holdfast/index.html',
  'app://holdfast:1/index.html',
  'https://holdfast/index.html',
  'file:///program/dist/renderer/index.html',
  'index.html',
])('%s is none', (url) => {
  expect(file(url)).toBeNull();
});

test.each(['POST', 'HEAD', 'PUT', 'OPTIONS', 'get'])('%s is not answered', (method) => {
  expect(file('app://holdfast/index.html', method)).toBeNull();
});
