import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { ProtectForecast } from '../../../core/contract/protection.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';
import type { PartProps } from './part-props.ts';

/** Beyond it the number is typed once more: nobody can shorten it afterwards. */
const typedAgainFrom = 91;

/** How long: date, space and money move together with the slider. */
export function Longer(props: PartProps) {
  const { t } = useTranslation('protection');
  const forecast = useCall('protection.forecast', { set: props.set });
  return (
    <Card title={t('longer.title')}>
      <Asked of={forecast}>{(value) => <Choose {...props} forecast={value} />}</Asked>
    </Card>
  );
}

function Choose({ set, view, after, forecast }: PartProps & { readonly forecast: ProtectForecast }) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const { points, currency } = forecast;
  const current = Math.max(
    0,
    points.findIndex(({ days }) => days >= view.protectDays),
  );
  const [at, setAt] = useState(current);
  const [again, setAgain] = useState('');
  const point = points[at];
  if (!point) return <p className="soft">{t('longer.nothing')}</p>;
  const needsAgain = point.days >= typedAgainFrom;
  const change = async (): Promise<void> => {
    const reply = await act('protection.change', {
      set,
      protectDays: point.days,
      again: needsAgain ? Number(again) : null,
    });
    after(reply.ok ? null : reply.error);
  };
  return (
    <div className="stack">
      <Slider
        className="slider"
        minValue={0}
        maxValue={points.length - 1}
        value={at}
        onChange={(one) => setAt(one as number)}
      >
        <Label>{t('longer.label')}</Label>
        <SliderOutput>{t('longer.days', { count: point.days })}</SliderOutput>
        <SliderTrack className="track">
          <SliderThumb className="thumb" aria-label={t('longer.label')} />
        </SliderTrack>
      </Slider>
      <dl className="figures" aria-live="polite">
        <div>
          <dt>{t('longer.until')}</dt>
          <dd>{format.date(point.until)}</dd>
        </div>
        <div>
          <dt>{t('longer.space')}</dt>
          <dd>{format.size(point.storedBytes)}</dd>
        </div>
        <div>
          <dt>{t('longer.month')}</dt>
          <dd>{t('longer.about', { cost: format.money(point.monthCost, currency) })}</dd>
        </div>
      </dl>
      {point.days !== view.protectDays && (
        <>
          <p>
            {t(point.days > view.protectDays ? 'longer.longer' : 'longer.shorter', { count: point.days })}
          </p>
          {needsAgain && (
            <TextField
              label={t('longer.again', { count: point.days })}
              value={again}
              onChange={setAgain}
              inputMode="numeric"
            />
          )}
          <div>
            <Button
              look="primary"
              isDisabled={needsAgain && again !== String(point.days)}
              onPress={() => void change()}
            >
              {t('longer.change', { count: point.days })}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
