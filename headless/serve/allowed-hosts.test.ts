import { expect, it } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';

it('a port stands behind each name; without one they are ours on the port that browsers leave out, and there only', () => {
  expect(allowedHosts(4711)).toEqual(['127.0.0.1:4711', 'localhost:4711', '[::1]:4711']);
  expect(allowedHosts(80)).toEqual(expect.arrayContaining(['127.0.0.1', 'localhost:80', '[::1]']));
});
