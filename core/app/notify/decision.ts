import type { Notice, Screen } from '../../contract/notice.ts';
import type { ErrorShape } from '../../contract/error-shape.ts';
import type { Instant } from '../../contract/shared.ts';
import type { ReportFigures, ReportKind } from '../reports/report-kinds.ts';
import { wordsWithReason } from '../reports/report-words.ts';
import type { SetMemory } from './memory.ts';

/** What to say, what is over, and what to remember. */
export type Decision = {
  readonly memory: SetMemory;
  readonly say: readonly Saying[];
  /** Ids of notices that are about something that is over. */
  readonly end: readonly string[];
};

export type Saying = {
  readonly notice: Notice;
  /** By mail and webhook too. */
  readonly report: boolean;
};

export type About = { readonly set: string; readonly name: string; readonly now: Instant };

export const noticeId = (kind: ReportKind, set: string, part?: string): string =>
  [kind, set, ...(part === undefined ? [] : [part])].join(':');

/** @param how `quiet`: in the window only */
export function saying(
  { set, name, now }: About,
  kind: ReportKind,
  how: {
    readonly id?: string;
    readonly urgency?: Notice['urgency'] | 'quiet';
    readonly figures?: ReportFigures;
    readonly error?: ErrorShape | null;
    readonly screen: Screen;
    readonly report?: boolean;
  },
): Saying {
  const figures = { ...how.figures, name };
  const error = how.error ?? null;
  const urgency = how.urgency === 'quiet' ? 'low' : (how.urgency ?? 'normal');
  return {
    notice: {
      id: how.id ?? noticeId(kind, set),
      at: now,
      set,
      urgency,
      kind,
      figures,
      words: wordsWithReason('en', { kind, name, figures, error }).text,
      error,
      screen: how.screen,
    },
    report: how.report ?? urgency !== 'low',
  };
}
