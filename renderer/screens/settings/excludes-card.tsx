import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { ExcludePresets } from '../../parts/exclude-presets.tsx';
import { Check } from '../../parts/check.tsx';
import type { Excludes } from '../../../core/contract/sets.ts';
import { ExcludedBytes } from '../wizard/excluded-bytes.tsx';
import { DraftCard } from './draft-card.tsx';
import { NumberSetting } from './number-setting.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** What is left out: by what it is, by patterns, by a marking file, by size; and how much that comes to. */
export function ExcludesCard({ saved, change }: SetCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, change);
  // A walk over all folders: only when somebody wants to know.
  const [isCounting, setCounting] = useState(false);
  const { excludes, sources } = draft.value;
  const set = (part: Partial<Excludes>): void => draft.save({ excludes: { ...excludes, ...part } });
  return (
    <DraftCard title={t('excludes.title')} drafts={[draft]}>
      <ExcludePresets excludes={excludes} onChange={(changed) => draft.save({ excludes: changed })} />
      <TextSetting
        label={t('excludes.patterns')}
        hint={t('excludes.patternsHint')}
        lines={4}
        value={excludes.patterns.join('\n')}
        check={(text) =>
          lines(text).length > 1000 || lines(text).some((line) => line.length > 4000)
            ? t('excludes.tooMany')
            : undefined
        }
        onSave={(text) => set({ patterns: [...lines(text)] })}
      />
      <TextSetting
        label={t('excludes.ifPresent')}
        hint={t('excludes.ifPresentHint')}
        value={excludes.ifPresent.join(', ')}
        check={(text) =>
          names(text).length > 20 || names(text).some((name) => name.length > 255 || name.includes('/'))
            ? t('excludes.ifPresentProblem')
            : undefined
        }
        onSave={(text) => set({ ifPresent: [...names(text)] })}
      />
      <NumberSetting
        label={t('excludes.maxSize')}
        hint={t('excludes.maxSizeHint')}
        value={excludes.maxFileBytes === null ? null : Math.max(1, Math.round(excludes.maxFileBytes / 1e6))}
        min={1}
        max={10_000_000}
        optional
        onSave={(megabytes) => set({ maxFileBytes: megabytes === null ? null : megabytes * 1e6 })}
      />
      <Check isSelected={excludes.oneFileSystem} onChange={(oneFileSystem) => set({ oneFileSystem })}>
        {t('excludes.oneFileSystem')}
      </Check>
      {isCounting ? (
        <ExcludedBytes sources={sources} excludes={excludes} />
      ) : (
        <div>
          <Button onPress={() => setCounting(true)}>{t('excludes.count')}</Button>
        </div>
      )}
    </DraftCard>
  );
}

const names = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
