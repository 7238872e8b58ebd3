import { useTranslation } from 'react-i18next';
import type { SetFacts, Overview } from '../../../core/contract/sets.ts';
import type { SetSummary } from '../../../core/contract/app.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import { useFormat } from '../../format/use-format.ts';
import { StateGlyph } from '../../parts/state-glyph.tsx';
import { useNow } from '../../format/use-now.ts';
import { daySpan } from '../../format/day-span.ts';
import { usePlaceWords } from '../../words/place-words.ts';
import { sentenceOf } from './sentence-of.ts';

/** State by shape, words and date; below it, when it was backed up and when it will be. */
export function HomeSentence({
  set,
  ended,
  overview,
  job,
}: {
  readonly set: SetSummary;
  readonly ended: SetFacts['ended'];
  readonly overview: Overview | undefined;
  /** Something other than a backup that runs. */
  readonly job: JobView | undefined;
}) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const place = usePlaceWords();
  const now = useNow();
  // The backup's time is the storage's, and a practice vault's clock may be far ahead.
  const storageNow = Math.max(now, overview?.now ?? 0);
  const sentence = sentenceOf(set, ended);
  return (
    <div className="home-sentence">
      <StateGlyph state={ended ? 'paused' : set.state} size={36} />
      <div className="grow">
        <h1>
          {t(`sentence.${sentence}`, {
            date: set.protectedUntil === null ? '' : format.date(set.protectedUntil),
            place: ended ? place(ended.place) : '',
          })}
        </h1>
        <p className="soft">{facts().join(' · ')}</p>
        {job && <p>{t(`running.${job.kind}`)}</p>}
      </div>
    </div>
  );

  function facts(): readonly string[] {
    const last = set.lastBackup
      ? [
          t('lastBackup', { ago: format.ago(Math.min(set.lastBackup.at, storageNow), storageNow) }),
          ...(set.lastBackup.newFiles === null
            ? []
            : [
                t('newFiles', {
                  count: set.lastBackup.newFiles,
                  figure: format.count(set.lastBackup.newFiles),
                }),
              ]),
        ]
      : [t('noBackupYet')];
    return [...last, ...next(), ...kept()];
  }

  function next(): readonly string[] {
    if (ended) return [];
    if (set.pausedUntil !== null)
      return [
        Number.isFinite(set.pausedUntil) && daySpan(now, set.pausedUntil) < 3650
          ? t('pausedUntil', { when: moment(set.pausedUntil) })
          : t('pausedUntilResumed'),
      ];
    return [set.nextRun === null ? t('noSchedule') : t('nextRun', { when: moment(set.nextRun) })];
  }

  function kept(): readonly string[] {
    return overview && overview.snapshots > 0
      ? [
          t('kept', {
            count: overview.snapshots,
            figure: format.count(overview.snapshots),
            size: format.size(overview.bytes),
          }),
        ]
      : [];
  }

  /** A time alone is of today. */
  function moment(at: number): string {
    return daySpan(now, at) === 0 ? t('atTime', { time: format.clock(at) }) : format.dateAndTime(at);
  }
}
