import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { noExcludes } from '../../parts/exclude-presets.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useCall } from '../../state/use-call.ts';
import type { PageProps } from './wizard.tsx';
import { useMeasured } from './excluded-bytes.tsx';
import { WizardFrame } from './wizard-frame.tsx';

const presets = [7, 30, 90] as const;
/** Beyond it the number is typed twice: nobody can shorten it afterwards. */
const typedAgainFrom = 91;
const maxDays = 3000;

type Way = `${(typeof presets)[number]}` | '1' | 'custom';

/** How long: the one choice that costs money and that nobody can take back. */
export function PeriodPage({ draft, view, onBack, onNext, onLeave }: PageProps) {
  const { t } = useTranslation('wizard');
  const format = useFormat();
  const start = view.draft.protectDays ?? 30;
  const [way, setWay] = useState<Way>(
    ([1, ...presets] as readonly number[]).includes(start) ? (`${start}` as Way) : 'custom',
  );
  const [typed, setTyped] = useState(String(start));
  const [again, setAgain] = useState('');
  const measured = useMeasured(view.draft.sources ?? [], view.draft.excludes ?? noExcludes);
  const isMeasured = measured !== undefined && measured.state !== 'running';
  const bytes = measured?.figures['bytes'] ?? 0;
  const days = Number(way === 'custom' ? typed : way);
  const isDays = Number.isInteger(days) && days >= 1 && days <= maxDays;
  const isPractice = view.draft.storage?.kind === 'practice';
  const needsAgain = isDays && days >= typedAgainFrom;
  const forecast = useCall('setup.forecast', isDays ? { bytes, protectDays: days } : null);
  const goOn = async (): Promise<void> => {
    if (await draft.change({ protectDays: days })) onNext();
  };
  return (
    <WizardFrame
      title={t('period.title')}
      words={t('period.words')}
      error={draft.error}
      onBack={onBack}
      onLeave={onLeave}
      meaning={
        <Asked of={forecast}>
          {({ until, monthCost, leastCost, currency }) => (
            <>
              <p>
                {t('period.nobody')} <strong className="large">{format.date(until)}</strong>
              </p>
              {isPractice ? (
                <p>{t('period.practice')}</p>
              ) : isMeasured ? (
                <>
                  <p>
                    {t('period.cost', { cost: format.money(monthCost, currency), size: format.size(bytes) })}
                  </p>
                  <p>{t('period.least', { cost: format.money(leastCost, currency) })}</p>
                </>
              ) : (
                <p className="soft">{t('folders.counting')}</p>
              )}
              <p className="soft">{t('period.rolling')}</p>
            </>
          )}
        </Asked>
      }
      next={
        <Button
          look="primary"
          onPress={() => void goOn()}
          isDisabled={!isDays || draft.busy || (needsAgain && again !== String(days))}
        >
          {t('next', { ns: 'common' })}
        </Button>
      }
    >
      <Choices<Way>
        label={t('period.choose')}
        value={way}
        onChange={setWay}
        choices={[
          ...presets.map((preset) => ({
            value: `${preset}` as const,
            title: t('period.days', { count: preset }),
            words: t(`period.preset.${preset}`),
          })),
          { value: '1', title: t('period.trial'), words: t('period.trialWords') },
          { value: 'custom', title: t('period.custom'), words: t('period.customWords') },
        ]}
      />
      {way === 'custom' && (
        <TextField
          label={t('period.typed')}
          value={typed}
          onChange={setTyped}
          inputMode="numeric"
          problem={isDays ? undefined : t('period.impossible', { max: maxDays })}
        />
      )}
      {needsAgain && (
        <TextField
          label={t('period.again', { count: days })}
          hint={t('period.againHint')}
          value={again}
          onChange={setAgain}
          inputMode="numeric"
        />
      )}
    </WizardFrame>
  );
}
