import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../core/contract/sets.ts';
import { Check } from '../../parts/check.tsx';
import { Choices } from '../../parts/choices.tsx';
import { DraftCard } from './draft-card.tsx';
import { NumberSetting } from './number-setting.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';

const starting: Readonly<Record<Schedule['kind'], Schedule>> = {
  daily: { kind: 'daily', at: '18:00', days: [] },
  every: { kind: 'every', hours: 6 },
  manual: { kind: 'manual' },
};

/** 0 is Sunday; weeks are shown from Monday. */
const days = [1, 2, 3, 4, 5, 6, 0] as const;
const sunday = Date.UTC(2023, 0, 1);

export function ScheduleCard({ saved, change }: SetCard) {
  const { t, i18n } = useTranslation('settings');
  const draft = useDraft(saved, change);
  const { schedule } = draft.value;
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' });
  return (
    <DraftCard title={t('schedule.title')} drafts={[draft]}>
      <Choices
        label={t('schedule.label')}
        value={schedule.kind}
        onChange={(kind) => draft.save({ schedule: starting[kind] })}
        choices={(['daily', 'every', 'manual'] as const).map((kind) => ({
          value: kind,
          title: t(`schedule.${kind}`),
          words: t(`schedule.${kind}Words`),
        }))}
      />
      {schedule.kind === 'every' && (
        <NumberSetting
          label={t('schedule.hours')}
          value={schedule.hours}
          min={1}
          max={168}
          onSave={(hours) => hours !== null && draft.save({ schedule: { kind: 'every', hours } })}
        />
      )}
      {schedule.kind === 'daily' && (
        <>
          <TextSetting
            narrow
            label={t('schedule.at')}
            type="time"
            value={schedule.at}
            check={(text) => (/^\d\d:\d\d$/.test(text) ? undefined : t('schedule.atProblem'))}
            onSave={(at) => draft.save({ schedule: { ...schedule, at } })}
          />
          <fieldset className="plain">
            <legend>{t('schedule.days')}</legend>
            <div className="row">
              {days.map((day) => (
                <Check
                  key={day}
                  isSelected={schedule.days.length === 0 || schedule.days.includes(day)}
                  onChange={() =>
                    draft.save({ schedule: { ...schedule, days: toggled(schedule.days, day) } })
                  }
                >
                  {dayName.format(sunday + day * 86_400_000)}
                </Check>
              ))}
            </div>
          </fieldset>
        </>
      )}
    </DraftCard>
  );
}

/** No day and all days are the same: every day. */
function toggled(chosen: readonly number[], day: number): number[] {
  const before = chosen.length === 0 ? [...days] : chosen;
  const after = before.includes(day as never) ? before.filter((one) => one !== day) : [...before, day];
  return after.length === 7 ? [] : after.toSorted((a, b) => a - b);
}
