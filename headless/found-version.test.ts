import { expect, test } from 'vitest';
import { foundLine } from './found-version.ts';

test('a name with line breaks or control characters in it stays within its line', () => {
  const entry = { name: '', type: 'file', mode: 0o644, uid: 0, gid: 0, mtimeNs: '0', size: 12 } as const;
  const path = '/home/a\n1970-01-01 00:00  12 B  /home/b\u001b[2J\u202e';
  expect(foundLine({ path, entry, snapshots: ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] })).toMatch(
    /^[^\n\u001b\u202e]*  \/home\/a\ufffd1970-01-01 00:00  12 B  \/home\/b\ufffd\[2J\ufffd  \(snapshot c+ and 2 older ones\)$/,
  );
});
