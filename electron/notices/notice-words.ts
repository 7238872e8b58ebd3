import type { Notice } from '../../core/contract/notice.ts';
import type { Texts } from '../words/texts.ts';
import { english } from '../words/english.ts';

/** The engine's own sentence has the figures, in English; other languages say what kind of thing it is and where to look. */
export function noticeWords(notice: Notice, texts: Texts): { readonly title: string; readonly body: string } {
  const own = texts.notices[notice.kind];
  const title = own?.title ?? texts.otherNotice;
  return { title, body: texts === english || !own ? notice.words : own.body };
}
