import { useTranslation } from 'react-i18next';
import { Check } from '../../parts/check.tsx';
import { DraftCard } from './draft-card.tsx';
import { NumberSetting } from './number-setting.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';
import { webProblem } from './web-problem.ts';

/** Who notices when this computer stops backing up. */
export function WatchCard({ saved, change }: SetCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, change);
  const { ping, guard, deadManDays } = draft.value;
  return (
    <DraftCard title={t('watch.title')} drafts={[draft]}>
      <NumberSetting
        label={t('watch.days')}
        hint={t('watch.daysHint')}
        value={deadManDays}
        min={1}
        max={60}
        optional
        onSave={(days) => draft.save({ deadManDays: days })}
      />
      <TextSetting
        label={t('watch.ping')}
        hint={t('watch.pingHint')}
        type="url"
        value={ping ?? ''}
        check={(text) => (webProblem(text) ? t('watch.pingProblem') : undefined)}
        onSave={(text) => draft.save({ ping: text === '' ? null : text })}
      />
      <div>
        <Check isSelected={guard} onChange={(isOn) => draft.save({ guard: isOn })}>
          {t('watch.guard')}
        </Check>
        <p className="soft setting-under-check">{t('watch.guardWords')}</p>
      </div>
    </DraftCard>
  );
}
