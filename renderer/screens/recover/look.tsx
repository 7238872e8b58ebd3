import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { RecoveryView, TimelineView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useSaidWords } from '../../words/said-words.ts';
import { AttackPicture } from './attack-picture.tsx';

type Props = {
  readonly view: RecoveryView;
  readonly job: JobView | undefined;
  readonly onRead: () => void;
};

/** What the bucket itself tells, in the provider's time: nothing of it was written by this computer just now. */
export function Look({ view, job, onRead }: Props) {
  const { t } = useTranslation('recover');
  const { timeline } = view;
  const isReading = job?.state === 'running';
  return (
    <div className="stack loose">
      {isReading && <JobProgressLine job={job} words={t('look.reading')} />}
      {job?.state === 'failed' && job.error && <ErrorPanel error={job.error} onRetry={onRead} />}
      {!isReading && !timeline && job?.state !== 'failed' && (
        <div>
          <Button look="primary" onPress={onRead}>
            {t('look.read')}
          </Button>
        </div>
      )}
      {timeline && timeline.snapshots.length === 0 && !isReading && (
        <Empty title={t('look.nothing')}>
          <p>{t('look.nothingWords')}</p>
        </Empty>
      )}
      {Math.abs(view.skewMs) > 300_000 && (
        <NoticeBar tone="amber">
          <p>{t('look.skew', { count: Math.round(Math.abs(view.skewMs) / 60_000) })}</p>
        </NoticeBar>
      )}
      {timeline && timeline.snapshots.length > 0 && (
        <Seen timeline={timeline} onRead={onRead} isReading={isReading} />
      )}
    </div>
  );
}

function Seen({
  timeline,
  isReading,
  onRead,
}: {
  readonly timeline: TimelineView;
  readonly isReading: boolean;
  readonly onRead: () => void;
}) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const say = useSaidWords();
  const { attackBegan, evidence, notLookedAt } = timeline;
  return (
    <>
      {attackBegan ? (
        <NoticeBar tone="red" title={t('look.began', { date: format.dateAndTime(attackBegan.at) })}>
          <p>{attackBegan.because.map(say).join(' ')}</p>
        </NoticeBar>
      ) : (
        <NoticeBar tone="plain" title={t(isReading ? 'look.noneYet' : 'look.none')}>
          <p>{t('look.noneWords')}</p>
        </NoticeBar>
      )}
      {!timeline.final && (
        <p role="status" className="soft">
          {t(isReading ? 'look.early' : 'look.cut')}
        </p>
      )}
      <Card title={t('look.picture')}>
        <AttackPicture timeline={timeline} />
      </Card>
      {evidence.length > 0 && (
        <Card title={t('look.evidence')}>
          <ul className="evidence">
            {evidence.slice(0, 200).map(({ at, kind, words, said }, index) => (
              // Two pieces of evidence may say the same.
              <li key={`${kind}${at}${index}`}>
                <span className="soft">{at === null ? t('look.noTime') : format.dateAndTime(at)}</span>
                <span className="name">{say({ words, said })}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {notLookedAt.length > 0 && (
        <Card title={t('look.notLookedAt')}>
          <ul className="plain-list">
            {notLookedAt.map(({ words, said }) => (
              <li key={words} className="name">
                {say({ words, said })}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {!isReading && (
        <div className="outdent">
          <Button look="quiet" onPress={onRead}>
            {t('look.again')}
          </Button>
        </div>
      )}
    </>
  );
}
