import { useState } from 'react';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useApp } from '../../state/app-store.ts';
import { useSaidWithin } from '../../words/said-words.ts';
import type { PageProps } from './wizard.tsx';
import { WizardFrame } from './wizard-frame.tsx';

const rhythms = {
  hourly: { kind: 'every', hours: 1 },
  often: { kind: 'every', hours: 4 },
  daily: { kind: 'daily', at: '18:00', days: [] },
  manual: { kind: 'manual' },
} as const satisfies Record<string, Schedule>;
type Rhythm = keyof typeof rhythms;

const rhythmOf = (schedule: Schedule | undefined): Rhythm =>
  (Object.keys(rhythms) as Rhythm[]).find(
    (one) => JSON.stringify(rhythms[one]) === JSON.stringify(schedule),
  ) ?? 'often';

const day = 86_400_000;

/** The last moment at which everything can still be left undone; all that will be made is listed, by whether it can be changed later. */
export function CommitPage({ draft, view, onBack, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const say = useSaidWithin();
  const format = useFormat();
  const sets = useApp(({ state }) => state?.sets.length ?? 0);
  const { storage, sources = [], protectDays = 30, space = 'by-hand', schedule } = view.draft;
  const [name, setName] = useState(view.draft.name ?? (sets === 0 ? t('commit.firstName') : ''));
  const rhythm = rhythmOf(schedule);
  const missing =
    !view.hasPassphrase || !view.kitConfirmed || (storage?.kind !== 'practice' && !view.hasStorageKey);
  const bucket = storage && storage.kind !== 'practice' ? storage.bucket : t('commit.practiceBucket');
  const start = async (): Promise<void> => {
    if (!(await draft.change({ name: name.trim(), schedule: rhythms[rhythm] }))) return;
    if (await draft.run('setup.commit')) onNext();
  };
  return (
    <WizardFrame
      title={t('commit.title')}
      words={t('commit.words')}
      error={draft.error}
      onBack={onBack}
      onLeave={onLeave}
      next={
        <Button
          look="primary"
          isDisabled={draft.busy || missing || name.trim() === ''}
          onPress={() => void start()}
        >
          <Lock size={16} aria-hidden="true" />
          {t('commit.start')}
        </Button>
      }
    >
      {missing && <p role="alert">{t('commit.missing')}</p>}
      <div className="wizard-facts">
        <Card title={t('commit.later')}>
          <div className="stack">
            <TextField label={t('commit.name')} value={name} onChange={setName} maxLength={60} />
            <Select
              label={t('commit.rhythm')}
              value={rhythm}
              onChange={(one) => void draft.change({ schedule: rhythms[one] })}
              options={(Object.keys(rhythms) as Rhythm[]).map((value) => ({
                value,
                words: t(`commit.rhythms.${value}`),
              }))}
            />
            <ul>
              <li>{t('commit.folders', { count: sources.length })}</li>
              <li>{t(`commit.space.${space}`)}</li>
              <li>{t('commit.longer')}</li>
              {view.check?.willMake.includes('key') && <li>{t('commit.key')}</li>}
            </ul>
          </div>
        </Card>
        <Card title={t('commit.never')}>
          <ul>
            <li>{t('commit.bucket', { bucket })}</li>
            <li>
              {t('commit.locked', { count: protectDays, date: format.date(Date.now() + protectDays * day) })}
            </li>
            <li>{t('commit.kit')}</li>
          </ul>
        </Card>
      </div>
      {view.leftBehind.length > 0 && (
        <p role="status">{t('commit.leftBehind', { what: view.leftBehind.map(say).join('; ') })}</p>
      )}
    </WizardFrame>
  );
}
