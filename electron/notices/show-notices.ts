import { Notification } from 'electron';
import type { Events } from '../../core/contract/events.ts';
import { lockNotices, type Notice } from '../../core/contract/notice.ts';
import type { Texts } from '../words/texts.ts';
import { noticeWords } from './notice-words.ts';

export type Notices = {
  readonly show: (notice: Notice, texts: Texts) => void;
  /** Takes away what stands in the window's list no more. */
  readonly keepOnly: (notices: readonly Pick<Notice, 'id'>[]) => void;
};

/**
 * Desktop notifications. Each has a twin in the window's list, so one that the desktop refuses (macOS does without a
 * signature) loses nothing; nor does a button that it does not show (Linux shows none).
 */
export function desktopNotices(deeds: {
  readonly lead: (where: Events['show']) => void;
  /** Extends the locks of a set. */
  readonly extend: (set: string) => void;
}): Notices {
  // Held, or their clicks would be lost with them when memory is tidied.
  const shown = new Map<string, Notification>();
  const drop = (notice: Notice, notification: Notification): void => {
    if (shown.get(notice.id) === notification) shown.delete(notice.id);
  };
  return {
    show: (notice, texts) => {
      if (!Notification.isSupported()) return;
      shown.get(notice.id)?.close();
      const set = lockNotices.has(notice.kind) ? notice.set : null;
      const notification = new Notification({
        id: notice.id,
        ...noticeWords(notice, texts),
        urgency: notice.urgency,
        silent: notice.urgency === 'low',
        timeoutType: notice.urgency === 'critical' ? 'never' : 'default',
        ...(set === null ? {} : { actions: [{ type: 'button', text: texts.extendNow }] }),
      });
      shown.set(notice.id, notification);
      notification.on('click', () => {
        drop(notice, notification);
        deeds.lead({ screen: notice.screen, set: notice.set });
      });
      notification.on('action', () => {
        drop(notice, notification);
        if (set !== null) deeds.extend(set);
      });
      notification.on('close', ({ reason }) => {
        // Windows: only off the screen. It can still be clicked, and taken away, in the notification centre.
        if (reason !== 'timedOut') drop(notice, notification);
      });
      notification.on('failed', () => drop(notice, notification));
      notification.show();
    },
    keepOnly: (notices) => {
      const kept = new Set(notices.map(({ id }) => id));
      for (const [id, notification] of shown) {
        if (kept.has(id)) continue;
        shown.delete(id);
        notification.close();
      }
    },
  };
}
