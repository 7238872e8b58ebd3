import { Notification } from 'electron';
import type { Events } from '../../core/contract/events.ts';
import type { Notice } from '../../core/contract/notice.ts';
import type { Texts } from '../words/texts.ts';
import { noticeWords } from './notice-words.ts';

export type Notices = {
  readonly show: (notice: Notice, texts: Texts) => void;
};

/**
 * Desktop notifications. Each has a twin in the window's list, so one that the desktop refuses (macOS does without a
 * signature) loses nothing.
 */
export function desktopNotices(lead: (where: Events['show']) => void): Notices {
  // Held, or their clicks would be lost with them when memory is tidied.
  const shown = new Map<string, Notification>();
  const drop = (notice: Notice, notification: Notification): void => {
    if (shown.get(notice.id) === notification) shown.delete(notice.id);
  };
  return {
    show: (notice, texts) => {
      if (!Notification.isSupported()) return;
      shown.get(notice.id)?.close();
      const notification = new Notification({
        id: notice.id,
        ...noticeWords(notice, texts),
        urgency: notice.urgency,
        silent: notice.urgency === 'low',
        timeoutType: notice.urgency === 'critical' ? 'never' : 'default',
      });
      shown.set(notice.id, notification);
      notification.on('click', () => {
        drop(notice, notification);
        lead({ screen: notice.screen, set: notice.set });
      });
      notification.on('close', () => drop(notice, notification));
      notification.on('failed', () => drop(notice, notification));
      notification.show();
    },
  };
}
