import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { Overview } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { act } from '../../state/act.ts';
import { LeaseChart } from './lease-chart.tsx';
import { LeaseTable } from './lease-table.tsx';

/** How much is locked until when: bars by week, and the same as a table. */
export function LeaseCalendar({
  overview,
  onLooked,
}: {
  readonly overview: Overview;
  readonly onLooked: () => void;
}) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const [isTable, setIsTable] = useState(false);
  const [isLooking, setIsLooking] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const look = async (): Promise<void> => {
    setIsLooking(true);
    const reply = await act('set.look', { set: overview.summary.id });
    setIsLooking(false);
    setError(reply.ok ? undefined : reply.error);
    if (reply.ok) onLooked();
  };
  return (
    <Card
      title={t('calendar.title')}
      aside={
        overview.calendar.length > 0 && (
          <Button look="quiet" onPress={() => setIsTable(!isTable)}>
            {t(isTable ? 'calendar.asChart' : 'calendar.asTable')}
          </Button>
        )
      }
    >
      {overview.calendar.length === 0 ? (
        <p className="soft">{t('calendar.none')}</p>
      ) : isTable ? (
        <LeaseTable calendar={overview.calendar} />
      ) : (
        <>
          <div
            role="img"
            aria-label={t('calendar.picture', {
              promise: format.date(overview.promise),
              size: format.size(overview.calendar.reduce((sum, week) => sum + week.neededBytes, 0)),
            })}
          >
            <LeaseChart calendar={overview.calendar} now={overview.now} promise={overview.promise} />
          </div>
          <p className="lease-legend">
            <span className="needed">{t('calendar.needed')}</span>
            <span className="other">{t('calendar.other')}</span>
            <span className="promise">{t('calendar.promise', { date: format.date(overview.promise) })}</span>
          </p>
        </>
      )}
      <p className="row spread lease-seen">
        <span className="soft">
          {overview.seenAt === null
            ? t('calendar.neverSeen')
            : t('calendar.seen', { when: format.dateAndTime(overview.seenAt) })}
        </span>
        <Button look="quiet" isDisabled={isLooking} onPress={() => void look()}>
          <RefreshCw size={16} aria-hidden="true" />
          {t('calendar.look')}
        </Button>
      </p>
      {error && <ErrorPanel error={error} />}
    </Card>
  );
}
