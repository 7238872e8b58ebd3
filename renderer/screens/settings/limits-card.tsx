import { useTranslation } from 'react-i18next';
import type { Limits } from '../../../core/contract/sets.ts';
import { Check } from '../../parts/check.tsx';
import { DraftCard } from './draft-card.tsx';
import { NumberSetting } from './number-setting.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';

const workday = { from: '08:00', to: '18:00' };

/** When backups hold back: by speed, by the hour, on battery, on a connection that costs. */
export function LimitsCard({ saved, change }: SetCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, change);
  const { limits } = draft.value;
  const set = (part: Partial<Limits>): void => draft.save({ limits: { ...limits, ...part } });
  const { hours } = limits;
  const time = (text: string): string | undefined =>
    /^\d\d:\d\d$/.test(text) ? undefined : t('schedule.atProblem');
  return (
    <DraftCard title={t('limits.title')} drafts={[draft]}>
      <NumberSetting
        label={t('limits.upload')}
        hint={t('limits.uploadHint')}
        value={limits.uploadBytesPerSecond === null ? null : Math.round(limits.uploadBytesPerSecond / 1000)}
        min={10}
        max={10_000_000}
        optional
        onSave={(kilobytes) => set({ uploadBytesPerSecond: kilobytes === null ? null : kilobytes * 1000 })}
      />
      {limits.uploadBytesPerSecond !== null && (
        <>
          <Check isSelected={hours !== null} onChange={(isOn) => set({ hours: isOn ? workday : null })}>
            {t('limits.onlyHours')}
          </Check>
          {hours && (
            <div className="row">
              <TextSetting
                narrow
                type="time"
                label={t('limits.from')}
                value={hours.from}
                check={time}
                onSave={(from) => set({ hours: { ...hours, from } })}
              />
              <TextSetting
                narrow
                type="time"
                label={t('limits.to')}
                value={hours.to}
                check={time}
                onSave={(to) => set({ hours: { ...hours, to } })}
              />
            </div>
          )}
        </>
      )}
      <Check isSelected={limits.onBattery} onChange={(onBattery) => set({ onBattery })}>
        {t('limits.onBattery')}
      </Check>
      <Check isSelected={limits.onMetered} onChange={(onMetered) => set({ onMetered })}>
        {t('limits.onMetered')}
      </Check>
      <p className="soft">{t('limits.words')}</p>
    </DraftCard>
  );
}
