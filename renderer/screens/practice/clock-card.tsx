import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { PracticeView } from '../../../core/contract/practice.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { act } from '../../state/act.ts';

const longest = 4000;

/** The vault's own time, which goes forward at will. */
export function ClockCard({
  set,
  view,
  onMoved,
}: {
  readonly set: string;
  readonly view: PracticeView;
  readonly onMoved: () => void;
}) {
  const { t } = useTranslation('practice');
  const format = useFormat();
  const [typed, setTyped] = useState('7');
  const [problem, setProblem] = useState<string>();
  const [error, setError] = useState<ErrorShape>();
  const [moved, setMoved] = useState('');
  const [isMoving, setMoving] = useState(false);
  const move = async (): Promise<void> => {
    const days = Number(typed);
    const isGood = Number.isInteger(days) && days >= 1 && days <= longest;
    setProblem(isGood ? undefined : t('clock.problem'));
    if (!isGood) return;
    setMoving(true);
    const reply = await act('practice.move-clock', { set, days });
    setMoving(false);
    setError(reply.ok ? undefined : reply.error);
    setMoved(reply.ok ? t('clock.moved', { when: format.dateAndTime(reply.value.now) }) : '');
    if (reply.ok) onMoved();
  };
  return (
    <Card title={t('clock.title')}>
      <div className="stack">
        <p className="practice-clock">
          <strong>{t('clock.now', { when: format.dateAndTime(view.now) })}</strong>{' '}
          <span className="soft">
            {view.aheadDays > 0
              ? t('clock.ahead', { count: view.aheadDays, figure: format.count(view.aheadDays) })
              : t('clock.same')}
          </span>
        </p>
        <p className="soft">{t('clock.words')}</p>
        <form
          className="row practice-move"
          onSubmit={(event) => {
            event.preventDefault();
            void move();
          }}
        >
          <TextField
            label={t('clock.days')}
            value={typed}
            onChange={setTyped}
            inputMode="numeric"
            problem={problem}
          />
          <Button type="submit" isDisabled={isMoving}>
            {t('clock.move')}
          </Button>
        </form>
        <p role="status">{moved}</p>
        {error && <ErrorPanel error={error} />}
      </div>
    </Card>
  );
}
