import type { AppSettings } from '../../contract/app.ts';
import { stickyNotices, type Notice } from '../../contract/notice.ts';

/** Whether the desktop itself says it too. `low` is for the window only: what a person knows already, or need not know now. */
export function wantsDesktop(
  { kind, urgency }: Pick<Notice, 'kind' | 'urgency'>,
  { trouble, success }: AppSettings['notify'],
): boolean {
  if (isSuccess({ kind })) return success;
  return urgency !== 'low' && trouble;
}

/** Stays until it is decided: it cannot be dismissed by hand. */
export const isSticky = ({ kind }: Pick<Notice, 'kind'>): boolean => stickyNotices.has(kind);

/** Off unless somebody wants it. */
export const isSuccess = ({ kind }: Pick<Notice, 'kind'>): boolean =>
  kind === 'backup-done' || kind === 'works-again';
