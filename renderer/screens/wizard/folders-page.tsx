import { useEffect, useRef, useState } from 'react';
import { FolderPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SuggestedFolder } from '../../../core/contract/setup.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { ExcludePresets, noExcludes } from '../../parts/exclude-presets.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { useAgainWhile } from '../../state/use-again-while.ts';
import { useCall } from '../../state/use-call.ts';
import type { PageProps } from './wizard.tsx';
import { ExcludedBytes } from './excluded-bytes.tsx';
import { startingSources } from './starting-sources.ts';
import { WizardFrame } from './wizard-frame.tsx';

export function FoldersPage({ draft, view, onBack, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const folders = useCall('setup.folders', {});
  const [isPicking, setPicking] = useState(false);
  const sources = view.draft.sources ?? [];
  const excludes = view.draft.excludes ?? noExcludes;
  const isMeasuring = folders.value?.some(({ bytes }) => bytes === null) ?? false;
  useAgainWhile(isMeasuring, folders.again);
  const hasChosen = useRef(view.draft.sources !== undefined);
  const set = (paths: readonly string[]): void => {
    // Also before the suggestions are there, which would come in its place.
    hasChosen.current = true;
    void draft.change({ sources: [...new Set(paths)] });
  };
  useEffect(() => {
    if (hasChosen.current || !folders.value) return;
    hasChosen.current = true;
    const starting = startingSources(folders.value);
    if (starting.length > 0) void draft.change({ sources: [...starting] });
  }, [draft, folders.value]);
  return (
    <WizardFrame
      title={t('folders.title')}
      words={t('folders.words')}
      error={draft.error}
      onBack={onBack}
      onLeave={onLeave}
      meaning={
        <>
          <ExcludedBytes sources={sources} excludes={excludes} />
          <p>{t('folders.meaning')}</p>
        </>
      }
      next={
        <Button look="primary" onPress={onNext} isDisabled={sources.length === 0}>
          {t('next', { ns: 'common' })}
        </Button>
      }
    >
      <Asked of={folders}>
        {(suggested) => (
          <ul className="wizard-list" aria-label={t('folders.list')}>
            {withOwn(suggested, sources).map((folder) => (
              <FolderRow
                key={folder.path}
                folder={folder}
                isOn={sources.includes(folder.path)}
                onChange={(isOn) =>
                  set(isOn ? [...sources, folder.path] : sources.filter((path) => path !== folder.path))
                }
              />
            ))}
          </ul>
        )}
      </Asked>
      <div>
        <Button onPress={() => setPicking(true)}>
          <FolderPlus size={16} aria-hidden="true" />
          {t('folders.add')}
        </Button>
      </div>
      <ExcludePresets excludes={excludes} onChange={(changed) => void draft.change({ excludes: changed })} />
      <FolderPicker
        isOpen={isPicking}
        multiple
        title={t('folders.add')}
        onClose={() => setPicking(false)}
        onPick={(paths) => set([...sources, ...paths])}
      />
    </WizardFrame>
  );
}

/** Folders that were picked by hand stand below the suggested ones. */
function withOwn(
  suggested: readonly SuggestedFolder[],
  sources: readonly string[],
): readonly SuggestedFolder[] {
  const own = sources.filter((path) => !suggested.some((one) => one.path === path));
  return [
    ...suggested,
    ...own.map((path) => ({ path, kind: null, bytes: null, files: null, suggested: false })),
  ];
}

function FolderRow({
  folder,
  isOn,
  onChange,
}: {
  readonly folder: SuggestedFolder;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const { t } = useTranslation('wizard');
  const format = useFormat();
  return (
    <li>
      <div className="grow">
        <Check isSelected={isOn} onChange={onChange}>
          {folder.kind !== null && <strong>{t(`folders.kinds.${folder.kind}`)} </strong>}
          <span className={folder.kind === null ? 'name' : 'name soft'}>{folder.path}</span>
        </Check>
      </div>
      {folder.bytes !== null && <span className="number soft">{format.size(folder.bytes)}</span>}
    </li>
  );
}
