import type { AppSettings } from '../../contract/app.ts';
import type { Saying } from './decision.ts';

/** Whether it goes out by mail and webhook. */
export function isReported({ notice, report }: Saying, when: AppSettings['reports']): boolean {
  const { kind, urgency } = notice;
  switch (when) {
    case 'trouble':
      return report;
    case 'every-run':
      return report || kind === 'backup-done' || kind === 'backup-failed';
    case 'weekly':
      // What cannot wait for the end of the week.
      return report && (urgency === 'critical' || kind === 'no-backup');
  }
}
