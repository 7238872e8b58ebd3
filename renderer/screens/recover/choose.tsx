import { Star } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SnapshotRow } from '../../../core/contract/browse.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { RecoveryView, TimelineView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act } from '../../state/act.ts';
import { useSaidWords } from '../../words/said-words.ts';
import { Mark, TimeLine } from '../restore/time-line.tsx';

type Props = {
  readonly view: RecoveryView;
  readonly timeline: TimelineView;
  readonly onChosen: () => void;
};

/** The suggested one first, with its reasons; any other is one click away. */
export function Choose({ view, timeline, onChosen }: Props) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const say = useSaidWords();
  const { proposal, snapshots } = timeline;
  const find = (id: string | null | undefined): SnapshotRow | undefined =>
    snapshots.find((one) => one.id === id);
  const suggested = find(proposal?.snapshot);
  const runnerUp = find(proposal?.runnerUp);
  const [looked, setLooked] = useState(view.chosen ?? suggested?.id ?? snapshots.at(-1)?.id ?? null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);
  const one = find(looked);
  const choose = async (snapshot: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const reply = await act('recover.choose', { snapshot });
    setBusy(false);
    if (reply.ok) onChosen();
    else setError(reply.error);
  };
  return (
    <div className="stack loose">
      {!timeline.final && (
        <NoticeBar tone="amber" live>
          <p>{t('choose.notFinal')}</p>
        </NoticeBar>
      )}
      {suggested && proposal ? (
        <section className="proposal" aria-label={t('choose.suggested')}>
          <div className="row">
            <Star size={18} aria-hidden="true" />
            <h3>{t('choose.suggestedOf', { date: format.dateAndTime(suggested.at) })}</h3>
          </div>
          <ul className="plain-list">
            {proposal.reasons.map((reason) => (
              <li key={reason.words}>{say(reason)}</li>
            ))}
          </ul>
          <div className="row">
            <Button look="primary" onPress={() => void choose(suggested.id)}>
              {t('choose.takeSuggested')}
            </Button>
            {runnerUp && (
              <Button onPress={() => setLooked(runnerUp.id)}>
                {t('choose.runnerUp', { date: format.dateAndTime(runnerUp.at) })}
              </Button>
            )}
          </div>
        </section>
      ) : (
        <NoticeBar tone="amber">
          <p>{t('choose.noProposal')}</p>
        </NoticeBar>
      )}
      {error && <ErrorPanel error={error} />}
      <Card title={t('choose.all')}>
        <div className="choose-panes">
          <TimeLine
            snapshots={snapshots}
            chosen={looked}
            onChoose={setLooked}
            suggested={proposal?.snapshot ?? null}
          />
          {one && (
            <Facts
              snapshot={one}
              began={timeline.attackBegan?.at ?? null}
              now={timeline.now}
              onChoose={() => void choose(one.id)}
            />
          )}
        </div>
      </Card>
    </div>
  );
}

function Facts({
  snapshot,
  began,
  now,
  onChoose,
}: {
  readonly snapshot: SnapshotRow;
  readonly began: number | null;
  readonly now: number;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation('recover');
  const say = useSaidWords();
  const format = useFormat();
  return (
    <div className="choice-facts stack">
      <h3>{format.dateAndTime(snapshot.at)}</h3>
      <ul className="plain-list">
        <li>
          {t('choose.files', {
            count: snapshot.files,
            files: format.count(snapshot.files),
            size: format.size(snapshot.bytes),
          })}
        </li>
        <li>{t(snapshot.complete ? 'choose.complete' : 'choose.partial')}</li>
        <li>
          {snapshot.intact === null
            ? t('choose.intactUnknown')
            : t(snapshot.intact ? 'choose.intact' : 'choose.notIntact')}
        </li>
        <li>
          {snapshot.protectedUntil === null
            ? t('choose.lockUnknown')
            : snapshot.protectedUntil < now
              ? t('choose.notLocked')
              : t('choose.lockedUntil', { until: format.until(snapshot.protectedUntil, now) })}
        </li>
        {snapshot.marks.map((mark) => (
          <li key={mark.kind + mark.words}>
            <Mark words={t(`choose.severity.${mark.severity}`)} severity={mark.severity} /> {say(mark)}
          </li>
        ))}
      </ul>
      {began !== null && snapshot.at >= began && (
        <NoticeBar tone="amber">
          <p>{t('choose.after')}</p>
        </NoticeBar>
      )}
      <div>
        <Button onPress={onChoose}>{t('choose.take')}</Button>
      </div>
    </div>
  );
}
