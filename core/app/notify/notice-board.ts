import type { AppSettings } from '../../contract/app.ts';
import type { Notice } from '../../contract/events.ts';
import type { World } from '../../system/world.ts';

/** What stands behind `notify` and `dismiss` of the context, and `notices` of the small state. Survives a restart. */
export type NoticeBoard = {
  /** Not dismissed, newest first. */
  readonly list: () => readonly Notice[];
  /** The same id replaces. */
  readonly put: (notice: Notice) => void;
  readonly dismiss: (notice: string) => void;
  /** Resolves when all is on the disk. */
  readonly close: () => Promise<void>;
};

export type NoticeBoardOptions = {
  readonly appFolder: string;
  readonly world: World;
  readonly settings: () => Pick<AppSettings, 'notify'>;
  /** Event to the windows. */
  readonly emit: (notice: Notice) => void;
  /** The desktop's own notification; only where policy and settings want it. */
  readonly desktop: (notice: Notice) => void;
  readonly changed: () => void;
};

/** Reads `<app folder>/notices.json`; one that is damaged counts as empty. */
export async function openNoticeBoard(_options: NoticeBoardOptions): Promise<NoticeBoard> {
  throw new Error('not yet');
}
