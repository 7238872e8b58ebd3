import { join } from 'node:path';
import { z } from 'zod';
import type { AppSettings } from '../../contract/app.ts';
import { screens, type Notice } from '../../contract/notice.ts';
import type { World } from '../../system/world.ts';
import { readKept, writeKept } from '../service/kept-file.ts';
import type { Log } from '../service/service-context.ts';
import { isSticky, wantsDesktop } from './wants-desktop.ts';

/** What stands behind `notify` and `dismiss` of the context, and `notices` of the small state. Survives a restart. */
export type NoticeBoard = {
  /** Not dismissed, newest first. */
  readonly list: () => readonly Notice[];
  /** For `context.notify`. The same id replaces; the same words once more only move its time. */
  readonly put: (notice: Notice) => void;
  /** For `context.dismiss`: what it is about is over. */
  readonly end: (notice: string) => void;
  /** For `app.dismiss`, by a person: what waits for a decision stays. */
  readonly dismiss: (notice: string) => void;
  /** Resolves when all is on the disk. */
  readonly written: () => Promise<void>;
};

export type NoticeBoardOptions = {
  readonly appFolder: string;
  readonly world: Pick<World, 'now'>;
  readonly log: Pick<Log, 'error'>;
  readonly settings: () => Pick<AppSettings, 'notify'>;
  /** Event to the windows. */
  readonly emit: (notice: Notice) => void;
  /** The desktop's own notification; called only where policy and settings want it. */
  readonly desktop: (notice: Notice) => void;
  readonly changed: () => void;
};

/** Of these the newest are kept. */
const maxNotices = 50;

const noticeSchema = z.object({
  id: z.string().min(1),
  at: z.number(),
  set: z.string().nullable(),
  urgency: z.enum(['low', 'normal', 'critical']),
  kind: z.string(),
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
  words: z.string(),
  // Written by this program; a code it does not know any more would only lose its words.
  error: z.custom<Notice['error']>().nullable().default(null),
  screen: z.enum(screens),
});

const schema = z.object({ version: z.literal(1), notices: z.array(noticeSchema) });

/** Reads `<app folder>/notices.json`; one that is damaged is set aside and counts as empty. */
export async function openNoticeBoard(options: NoticeBoardOptions): Promise<NoticeBoard> {
  const path = join(options.appFolder, 'notices.json');
  const kept = await readKept(path, {
    schema,
    version: 1,
    migrations: {},
    defaults: { version: 1, notices: [] },
    world: options.world,
  });
  let notices: readonly Notice[] = kept.value.notices;
  let writing = Promise.resolve();
  let isWaiting = false;

  /** Writes follow one another, and what changes during one is written by the next. */
  const changed = (next: readonly Notice[]): void => {
    notices = next.slice(0, maxNotices);
    options.changed();
    if (isWaiting) return;
    isWaiting = true;
    writing = writing.then(async () => {
      isWaiting = false;
      await writeKept(path, { version: 1, notices }).catch((error: unknown) =>
        options.log.error('notices', 'The list of notices could not be written.', error),
      );
    });
  };
  const without = (id: string): readonly Notice[] => notices.filter((one) => one.id !== id);

  return {
    list: () => notices,
    put: (notice) => {
      const before = notices.find(({ id }) => id === notice.id);
      changed([notice, ...without(notice.id)]);
      options.emit(notice);
      const isNews = !before || !saysTheSame(before, notice);
      if (isNews && wantsDesktop(notice, options.settings().notify)) options.desktop(notice);
    },
    end: (id) => {
      if (notices.some((one) => one.id === id)) changed(without(id));
    },
    dismiss: (id) => {
      const notice = notices.find((one) => one.id === id);
      if (notice && !isSticky(notice)) changed(without(id));
    },
    written: () => writing,
  };
}

const saysTheSame = (a: Notice, b: Notice): boolean =>
  a.kind === b.kind && a.urgency === b.urgency && a.words === b.words;
