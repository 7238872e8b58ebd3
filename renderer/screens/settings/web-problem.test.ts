import { expect, test } from 'vitest';
import { webProblem } from './web-problem.ts';

test('https anywhere, http on this computer, and nothing are fine', () => {
  expect(
    ['', 'https://hc.example/1', 'http://localhost:8000/x', 'http://127.0.0.1', 'http://[::1]:3/'].map(
      webProblem,
    ),
  ).toEqual([false, false, false, false, false]);
});

test('anything else is a problem', () => {
  expect(
    [
      'http://hc.example',
      'file:///etc/passwd',
      'hc.example',
      'javascript:alert(1)',
      'http://localhost.evil.example',
    ].map(webProblem),
  ).toEqual([true, true, true, true, true]);
});
