import { expect, test } from 'vitest';
import { startingSources } from './starting-sources.ts';

const folder = (kind: string, suggested: boolean) => ({
  path: `/home/ada/${kind}`,
  kind,
  bytes: null,
  files: null,
  suggested,
});

test('what is suggested is ticked, the whole home folder only by hand', () => {
  expect(
    startingSources([folder('documents', true), folder('downloads', false), folder('home', true)]),
  ).toEqual(['/home/ada/documents']);
});
