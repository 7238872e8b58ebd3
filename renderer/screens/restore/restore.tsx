import './restore.css';
import { ShieldAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow, SearchHit, SnapshotRow } from '../../../core/contract/browse.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import type { Source } from '../../../core/contract/shared.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { JobProgressLine } from '../../parts/job-progress-line.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { show, useApp, useRunningJob } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { firstChoice } from './days.ts';
import { Details, type LookedAt } from './details.tsx';
import { FileTree } from './file-tree.tsx';
import { RestoreFlow, type Selection } from './restore-flow.tsx';
import { SearchBox, SearchHits } from './search.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { noTicks } from './ticks.ts';
import { TimeLine } from './time-line.tsx';
import { useSettled } from './use-settled.ts';

/** Two doors: one lost file is searched for or picked from a day; after something bad there is a way of its own. */
export function Restore() {
  const { t } = useTranslation('restore');
  const set = useApp((store) => store.set);
  const lastBackup = useApp(({ state }) => state?.sets.find(({ id }) => id === set)?.lastBackup?.at ?? null);
  const list = useCall('snapshots.list', set === null ? null : { source: { kind: 'set', set } }, lastBackup);
  return (
    <div className="page full restore">
      <h1>{t('screens.restore', { ns: 'common' })}</h1>
      {list.error && <ErrorPanel error={list.error} onRetry={list.again} />}
      {!list.value && !list.error && (
        <div aria-busy="true" className="stack">
          <Skeleton height={60} />
          <Skeleton height={400} />
        </div>
      )}
      {list.value?.snapshots.length === 0 && (
        <Empty title={t('empty.title')}>
          <p>{t('empty.words')}</p>
          <div className="row">
            <Button look="primary" onPress={() => show('home')}>
              {t('empty.home')}
            </Button>
            <Button onPress={() => show('recover')}>{t('doors.attack')}</Button>
          </div>
        </Empty>
      )}
      {set !== null && list.value && list.value.snapshots.length > 0 && (
        <Browser key={set} set={set} snapshots={list.value.snapshots} />
      )}
    </div>
  );
}

function Browser({ set, snapshots }: { readonly set: string; readonly snapshots: readonly SnapshotRow[] }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const [source] = useState<Source>({ kind: 'set', set });
  const [picked, setPicked] = useState<string | null>(null);
  const [ticks, setTicks] = useState(noTicks);
  const [text, setText] = useState('');
  const [looked, setLooked] = useState<EntryRow | null>(null);
  const [hit, setHit] = useState<SearchHit | null>(null);
  const [reveal, setReveal] = useState<string | null>(null);
  const [flow, setFlow] = useState<{ selection: Selection | null; job: JobView | null } | null>(null);
  const running = useRunningJob(set, 'restore');
  const snapshot = snapshots.find(({ id }) => id === picked) ?? firstChoice(snapshots)!;
  const isSearching = text.trim() !== '';

  const choose = (id: string): void => {
    if (id === snapshot.id) return;
    setPicked(id);
    setTicks(noTicks);
  };
  const onHit = useCallback((next: SearchHit | null) => setHit(next), []);
  const onLook = useCallback((entry: EntryRow | null) => setLooked(entry), []);
  const showHit = (found: SearchHit): void => {
    choose(found.newest.snapshot);
    setReveal(found.path);
    setText('');
  };
  const platformOf = (id: string): string =>
    snapshots.find((one) => one.id === id)?.platform ?? snapshot.platform;
  const restore = (id: string, paths: readonly string[]): void =>
    setFlow({ selection: { source, snapshot: id, platform: platformOf(id), paths }, job: null });
  const shown = useSettled(isSearching ? hit : looked);

  return (
    <>
      <div className="doors">
        <SearchBox text={text} onText={setText} />
        <div className="door">
          <span className="door-label">{t('doors.bad')}</span>
          <Button onPress={() => show('recover')}>
            <ShieldAlert size={16} aria-hidden="true" />
            {t('doors.attack')}
          </Button>
        </div>
      </div>
      {running && !flow && (
        <NoticeBar
          tone="plain"
          actions={
            <Button onPress={() => setFlow({ selection: null, job: running })}>{t('progress.look')}</Button>
          }
        >
          <JobProgressLine job={running} words={t('progress.title')} />
        </NoticeBar>
      )}
      <div className="panes">
        <section className="pane pane-time" aria-label={t('timeLine.label')}>
          <TimeLine snapshots={snapshots} chosen={snapshot.id} onChoose={choose} />
        </section>
        <section
          className="pane pane-tree"
          aria-label={
            isSearching ? t('search.results') : t('tree.of', { date: format.dateAndTime(snapshot.at) })
          }
        >
          {isSearching ? (
            <SearchHits set={set} text={text} onLook={onHit} />
          ) : (
            <FileTree
              source={source}
              snapshot={snapshot.id}
              ticks={ticks}
              onTicks={setTicks}
              onLook={onLook}
              reveal={reveal}
            />
          )}
        </section>
        <section className="pane pane-details" aria-label={t('details.title')}>
          <Details
            source={source}
            snapshot={isSearching && hit ? hit.newest.snapshot : snapshot.id}
            entry={shown && asLooked(shown)}
            onRestoreVersion={(entry, version) => restore(version.snapshot, [entry.path])}
            onShow={isSearching && hit ? () => showHit(hit) : undefined}
          />
        </section>
      </div>
      <SelectionBar
        source={source}
        snapshot={snapshot.id}
        ticks={ticks}
        onClear={() => setTicks(noTicks)}
        onRestore={() => restore(snapshot.id, [...ticks.keys()])}
      />
      <Dialog title={t('form.title')} isOpen={flow !== null} onClose={() => setFlow(null)} wide>
        {flow && <RestoreFlow {...flow} onClose={() => setFlow(null)} onEnd={() => setTicks(noTicks)} />}
      </Dialog>
    </>
  );
}

function asLooked(shown: EntryRow | SearchHit): LookedAt {
  return 'newest' in shown ? { ...shown, size: shown.newest.size, modifiedAt: null, target: null } : shown;
}
