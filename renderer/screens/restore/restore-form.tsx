import './restore-form.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { conflictPolicies } from '../../../core/contract/closed-lists.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { Choices } from '../../parts/choices.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useApp } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { PlanSummary } from './plan-summary.tsx';
import type { Selection } from './restore-flow.tsx';
import { homeOf, targetOf, type HomeMap, type Place } from './restore-place.ts';
import { useSettled } from './use-settled.ts';

type Props = {
  readonly selection: Selection;
  readonly oldHome: string | null;
  readonly error: ErrorShape | null;
  readonly onStart: (plan: string) => Promise<void>;
  readonly onCancel: () => void;
};

/** Where everything goes and what happens to what stands there: said in full before anything is written. */
export function RestoreForm({ selection, oldHome, error, onStart, onCancel }: Props) {
  const { t } = useTranslation('restore');
  const { source, snapshot, platform } = selection;
  const [place, setPlace] = useState<Place>('new');
  const [folder, setFolder] = useState<string | null>(null);
  const [conflicts, setConflicts] = useState<(typeof conflictPolicies)[number]>('keep-both');
  const [isPicking, setIsPicking] = useState(false);
  const [isStarting, setIsStarting] = useState(false);
  const [home, setHome] = useState<HomeMap | null>(null);
  const ownPlatform = useApp(({ state }) => state?.platform);
  const paths = useContentsOfHome(selection, place === 'original' ? (home?.from ?? null) : undefined);
  const target = paths && targetOf({ place, folder, home }, paths, platform);
  const wanted = useSettled(JSON.stringify(target && { source, snapshot, paths, ...target, conflicts }), 250);
  const isSettled = wanted === JSON.stringify(target && { source, snapshot, paths, ...target, conflicts });
  const plan = useCall('restore.plan', JSON.parse(wanted) as Parameters<typeof useCall<'restore.plan'>>[1]);
  const known = target && isSettled && !plan.busy && !plan.error ? plan.value : undefined;

  return (
    <form
      className="restore-form stack loose"
      onSubmit={(event) => {
        event.preventDefault();
        if (!known || isStarting) return;
        setIsStarting(true);
        void onStart(known.plan).finally(() => setIsStarting(false));
      }}
    >
      <Choices
        label={t('form.where')}
        value={place}
        onChange={setPlace}
        choices={[
          { value: 'new', title: t('form.new'), words: t('form.newWords') },
          { value: 'chosen', title: t('form.chosen'), words: t('form.chosenWords') },
          ...(ownPlatform === platform
            ? [{ value: 'original' as const, title: t('form.original'), words: t('form.originalWords') }]
            : []),
        ]}
      />
      {place === 'chosen' && (
        <div className="row">
          <span className="grow name">{folder ?? t('form.noFolder')}</span>
          <Button onPress={() => setIsPicking(true)}>{t('form.choose')}</Button>
        </div>
      )}
      <FolderPicker
        title={t('form.pick')}
        isOpen={isPicking}
        onClose={() => setIsPicking(false)}
        onPick={([picked]) => setFolder(picked ?? null)}
        start={folder}
      />
      {oldHome !== null && <HomeFields oldHome={oldHome} home={home} onHome={setHome} />}
      {/* In a new folder nothing stands yet. */}
      {place !== 'new' && (
        <Choices
          label={t('form.conflicts')}
          value={conflicts}
          onChange={setConflicts}
          choices={conflictPolicies.map((value) => ({
            value,
            title: t(`conflicts.${value}`),
            words: t(`conflicts.${value}Words`),
          }))}
        />
      )}
      {place === 'original' && paths && !target && (
        <NoticeBar tone="amber" live>
          <p>{t('form.noWayBack')}</p>
        </NoticeBar>
      )}
      {target && <PlanSummary asked={plan} />}
      {error && <ErrorPanel error={error} />}
      <footer className="row end">
        <Button onPress={onCancel}>{t('cancel', { ns: 'common' })}</Button>
        <Button type="submit" look="primary" isDisabled={!known || known.files === 0}>
          {known ? t('form.start', { count: known.files }) : t('form.startUnknown')}
        </Button>
      </footer>
    </form>
  );
}

/** As many as one answer holds. */
const mostInHome = 1000;

/**
 * A home folder is not made anew where it was, its contents are put into it: nobody may write beside it.
 * @param other the home folder that is mapped; undefined: nothing goes back to where it was
 * @returns null: not known yet
 */
function useContentsOfHome(
  { source, snapshot, paths }: Selection,
  other: string | null | undefined,
): readonly string[] | null {
  const home =
    other === undefined ? undefined : paths.find((path) => path === other || homeOf(path) === path);
  const inside = useCall(
    'tree.list',
    home === undefined
      ? null
      : { source, snapshot, path: home, offset: 0, limit: mostInHome, sort: 'name', descending: false },
  );
  if (home === undefined || (inside.value && inside.value.total > mostInHome)) return paths;
  if (!inside.value) return inside.error ? paths : null;
  return [...paths.filter((path) => path !== home), ...inside.value.entries.map(({ path }) => path)];
}

/** On another computer the person may be called otherwise. */
function HomeFields({
  oldHome,
  home,
  onHome,
}: {
  readonly oldHome: string;
  readonly home: HomeMap | null;
  readonly onHome: (home: HomeMap | null) => void;
}) {
  const { t } = useTranslation('restore');
  const own = useCall('app.folder', { path: null, files: false });
  return (
    <div className="stack tight">
      <Check
        isSelected={home !== null}
        onChange={(on) => onHome(on ? { from: oldHome, to: own.value?.path ?? '' } : null)}
      >
        {t('form.home')}
      </Check>
      {home && (
        <div className="home-fields">
          <TextField
            label={t('form.homeFrom')}
            value={home.from}
            onChange={(from) => onHome({ ...home, from })}
            spellCheck="false"
          />
          <TextField
            label={t('form.homeTo')}
            value={home.to}
            onChange={(to) => onHome({ ...home, to })}
            spellCheck="false"
          />
        </div>
      )}
    </div>
  );
}
