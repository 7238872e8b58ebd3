import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { conformanceChecks } from '../../core/storage/conformance/conformance-checks.ts';
import type { Subject } from '../../core/storage/conformance/subject.ts';

export type OpenSubject = () => Promise<Subject & { readonly close: () => Promise<void> }>;

/** The one suite that every store passes: one test per check, each below a prefix of its own. */
export function storeConformance(name: string, open: OpenSubject): void {
  describe(`${name} conforms`, () => {
    let subject: Awaited<ReturnType<OpenSubject>>;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(async () => {
      await subject?.close();
    });
    for (const check of conformanceChecks)
      test(check.name, async () => {
        await check.run(subject, `${subject.prefix}${randomUUID()}/`);
      });
  });
}
