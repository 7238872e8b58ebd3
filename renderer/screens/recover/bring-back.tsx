import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../core/contract/shared.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { RecoveryView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useRunningJob } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { FileTree } from '../restore/file-tree.tsx';
import { RestoreFlow, type Selection } from '../restore/restore-flow.tsx';
import { homeOf } from '../restore/restore-place.ts';
import { SelectionBar } from '../restore/selection-bar.tsx';
import { noTicks } from '../restore/ticks.ts';
import { Afterwards } from './afterwards.tsx';
import { Hold } from './hold.tsx';
import { LastRestore } from './last-restore.tsx';

const source: Source = { kind: 'recovery' };

type Props = {
  readonly view: RecoveryView;
  readonly snapshot: string;
  readonly onChange: () => void;
};

/** Locks first, then everything or what is ticked, then what remains to be done. */
export function BringBack({ view, snapshot, onChange }: Props) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const [what, setWhat] = useState<'all' | 'some'>('all');
  const [ticks, setTicks] = useState(noTicks);
  const [flow, setFlow] = useState<{ selection: Selection | null; job: JobView | null } | null>(null);
  const running = useRunningJob(null, 'restore');
  const row = view.timeline?.snapshots.find(({ id }) => id === snapshot);
  const roots = useCall('tree.list', {
    source,
    snapshot,
    path: null,
    offset: 0,
    limit: 1000,
    sort: 'name',
    descending: false,
  });
  const rootPaths = roots.value?.entries.map(({ path }) => path) ?? [];
  const oldHome = rootPaths.map(homeOf).find((home) => home !== null) ?? '';
  const restore = (paths: readonly string[]): void =>
    setFlow({ selection: { source, snapshot, platform: row?.platform ?? 'linux', paths }, job: null });
  return (
    <div className="stack loose">
      {row && <p className="lead">{t('bring.from', { date: format.dateAndTime(row.at) })}</p>}
      <Hold view={view} lockedUntil={row?.protectedUntil ?? null} onChange={onChange} />
      <Card title={t('bring.title')}>
        <div className="stack">
          {running && !flow && (
            <NoticeBar
              tone="plain"
              actions={
                <Button onPress={() => setFlow({ selection: null, job: running })}>
                  {t('progress.look', { ns: 'restore' })}
                </Button>
              }
            >
              <JobProgressLine job={running} words={t('progress.title', { ns: 'restore' })} />
            </NoticeBar>
          )}
          {!running && !flow && <LastRestore onShow={(job) => setFlow({ selection: null, job })} />}
          <Choices
            label={t('bring.what')}
            value={what}
            onChange={setWhat}
            choices={[
              { value: 'all', title: t('bring.all'), words: t('bring.allWords') },
              { value: 'some', title: t('bring.some'), words: t('bring.someWords') },
            ]}
          />
          {roots.error && <ErrorPanel error={roots.error} onRetry={roots.again} />}
          {what === 'all' ? (
            <div>
              <Button
                look={view.held ? 'primary' : 'plain'}
                isDisabled={rootPaths.length === 0 || running !== undefined}
                onPress={() => restore(rootPaths)}
              >
                {t('bring.restoreAll')}
              </Button>
            </div>
          ) : (
            <>
              <div className="bring-tree">
                <FileTree source={source} snapshot={snapshot} ticks={ticks} onTicks={setTicks} />
              </div>
              <SelectionBar
                source={source}
                snapshot={snapshot}
                ticks={ticks}
                onClear={() => setTicks(noTicks)}
                onRestore={() => restore([...ticks.keys()])}
              />
            </>
          )}
        </div>
      </Card>
      <Afterwards />
      <Dialog
        title={t('form.title', { ns: 'restore' })}
        isOpen={flow !== null}
        onClose={() => setFlow(null)}
        wide
      >
        {flow && <RestoreFlow {...flow} oldHome={oldHome} onClose={() => setFlow(null)} />}
      </Dialog>
    </div>
  );
}
