import { describe, test, expect } from 'vitest';
import { openPracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { storeConformance } from '../../test/storage/store-conformance.ts';

storeConformance('S3 on the practice vault', () => openPracticeSubject('s3'));
storeConformance('B2 on the practice vault', () => openPracticeSubject('b2'));

describe('the engine’s own key', () => {
  test.for(['s3', 'b2'] as const)('may delete nothing, not even what is unlocked (%s)', async (kind) => {
    const subject = await openPracticeSubject(kind);
    const body = new Uint8Array(3);
    const sha256 = '709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c';
    const put = await subject.store.put({
      name: `${subject.prefix}free`,
      body,
      sha256,
      lockUntil: undefined,
    });
    const version = { name: `${subject.prefix}free`, versionId: put.versionId };
    await expect(subject.store.deleteVersion(version)).rejects.toMatchObject({ code: 'key-insufficient' });
    await expect(subject.store.setLegalHold(version, true)).rejects.toMatchObject({
      code: 'key-insufficient',
    });
    await subject.close();
  });
});
