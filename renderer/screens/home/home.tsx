import './home.css';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../core/contract/sets.ts';
import type { SetSummary } from '../../../core/contract/app.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { show, useApp, useRunningJob, useSet } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { HomeActions } from './home-actions.tsx';
import { HomeNotices } from './home-notices.tsx';
import { HomeProgress } from './home-progress.tsx';
import { HomeSentence } from './home-sentence.tsx';
import { LargeRun } from './large-run.tsx';
import { LeaseCalendar } from './lease-calendar.tsx';
import { MoneyCard } from './money-card.tsx';
import { Needs } from './needs.tsx';
import { ProofCard } from './proof-card.tsx';

/** One sentence on top; below it, what it rests on; last, what needs somebody. */
export function Home() {
  const set = useSet();
  return set ? <HomeOf key={set.id} set={set} /> : null;
}

function HomeOf({ set }: { readonly set: SetSummary }) {
  const { t } = useTranslation('home');
  const over = useApp(({ jobs }) => Object.values(jobs).filter((job) => job.state !== 'running').length);
  const fresh = `${over} ${set.state} ${set.protectedUntil} ${set.lastBackup?.at} ${set.locked}`;
  const overview = useCall('set.overview', { set: set.id }, fresh);
  const ended = useCall('set.settings', { set: set.id }, fresh).value?.facts.ended ?? null;
  const job = useRunningJob(set.id, 'backup', 'renew', 'audit', 'prove', 'drill', 'retire');
  return (
    <div className="page">
      <header className="home-head">
        {job?.kind === 'backup' ? (
          <HomeProgress job={job} />
        ) : (
          <HomeSentence set={set} ended={ended} overview={overview.value} job={job} />
        )}
        <HomeActions set={set} job={job} isEnded={ended !== null} />
      </header>
      {job?.question && <LargeRun job={job.id} question={job.question} />}
      <HomeNotices set={set} />
      <Asked of={overview} waiting={<Skeleton height={280} />}>
        {(value) => <HomeCards overview={value} onLooked={overview.again} />}
      </Asked>
      <p className="home-foot">
        <span className="soft">{t('somethingBad')}</span>
        <Button look="quiet" onPress={() => show('recover')}>
          {t('recover')}
        </Button>
      </p>
    </div>
  );
}

function HomeCards({ overview, onLooked }: { readonly overview: Overview; readonly onLooked: () => void }) {
  const { t } = useTranslation('home');
  return (
    <>
      <Needs overview={overview} />
      {overview.snapshots === 0 ? (
        <Empty title={t('empty.title')}>
          <p>{t('empty.words')}</p>
        </Empty>
      ) : (
        <div className="home-cards">
          <LeaseCalendar overview={overview} onLooked={onLooked} />
          <div className="stack">
            <ProofCard proof={overview.proof} />
            <MoneyCard overview={overview} />
          </div>
        </div>
      )}
    </>
  );
}
