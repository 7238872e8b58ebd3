import { Pin, PinOff, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SnapshotRow } from '../../../core/contract/browse.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/empty.tsx';
import { act } from '../../state/act.ts';
import { show } from '../../state/app-store.ts';
import { useSaidWords } from '../../words/said-words.ts';
import type { PartProps } from './part-props.ts';

/** Newest first: when it was made, until when nobody can delete it, and whether it is whole. */
export function SnapshotTable({ set, view, after }: PartProps) {
  const { t } = useTranslation('protection');
  if (view.snapshots.length === 0)
    return (
      <Card title={t('snapshots.title')}>
        <Empty title={t('snapshots.empty')}>
          <Button onPress={() => show('home')}>{t('empty.home', { ns: 'restore' })}</Button>
        </Empty>
      </Card>
    );
  const pin = async ({ id, pinned }: SnapshotRow): Promise<void> => {
    const reply = await act('protection.pin', { set, snapshot: id, pinned: !pinned });
    after(reply.ok ? null : reply.error);
  };
  return (
    <Card title={t('snapshots.title')}>
      {/* Can be scrolled with the keyboard, so it can be focused. */}
      <div className="scroll-box" tabIndex={0} role="group" aria-label={t('snapshots.list')}>
        <table className="protection-table">
          <thead>
            <tr>
              <th scope="col">{t('snapshots.made')}</th>
              <th scope="col">{t('snapshots.until')}</th>
              <th scope="col" className="lock">
                {t('snapshots.lock')}
              </th>
              <th scope="col" className="number">
                {t('snapshots.size')}
              </th>
              <th scope="col">{t('snapshots.state')}</th>
              <th scope="col">{t('snapshots.pin')}</th>
            </tr>
          </thead>
          <tbody>
            {view.snapshots.toReversed().map((row) => (
              <Row key={row.id} row={row} now={view.now} onPin={() => void pin(row)} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** Below three quarters of the period a lock is renewed by itself; below that for long, something keeps it from being. */
const shortShare = 0.75;

function Row({
  row,
  now,
  onPin,
}: {
  readonly row: SnapshotRow;
  readonly now: number;
  readonly onPin: () => void;
}) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const say = useSaidWords();
  const share = Math.max(0, Math.min(1, row.lockShare ?? 0));
  const made = format.dateAndTime(row.at);
  return (
    <tr className={row.kept ? '' : 'let-go'}>
      <th scope="row" className="date">
        {made}
      </th>
      <td className="date">
        {row.protectedUntil === null
          ? t('snapshots.unknown')
          : row.protectedUntil < now
            ? t('snapshots.ended', { date: format.date(row.protectedUntil) })
            : format.until(row.protectedUntil, now)}
      </td>
      <td className="lock">
        <div className="lock-bar" aria-hidden="true">
          <div className={share < shortShare ? 'short' : ''} style={{ width: `${share * 100}%` }} />
        </div>
      </td>
      <td className="number">{format.size(row.bytes)}</td>
      <td className="mark-words">
        {row.marks.map((mark) => (
          <div key={mark.kind} className="mark">
            {mark.severity !== 'note' && (
              <TriangleAlert
                size={14}
                color={mark.severity === 'alarm' ? 'var(--red)' : 'var(--amber)'}
                aria-hidden="true"
              />
            )}
            <span>{say(mark)}</span>
          </div>
        ))}
        {row.marks.length === 0 &&
          t(row.complete ? (row.kept ? 'snapshots.whole' : 'snapshots.letGo') : 'snapshots.partial')}
      </td>
      <td>
        <Button
          look="quiet"
          icon
          aria-label={t(row.pinned ? 'snapshots.unpinOne' : 'snapshots.pinOne', { made })}
          onPress={onPin}
        >
          {row.pinned ? <PinOff size={16} aria-hidden="true" /> : <Pin size={16} aria-hidden="true" />}
        </Button>
      </td>
    </tr>
  );
}
