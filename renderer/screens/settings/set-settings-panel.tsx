import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../../core/contract/app.ts';
import type { Output } from '../../../core/contract/calls.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';
import type { SetSettings } from '../../../core/contract/sets.ts';
import { Asked } from '../../parts/asked.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';
import { ExcludesCard } from './excludes-card.tsx';
import { FoldersCard } from './folders-card.tsx';
import { ForgetCard } from './forget-card.tsx';
import { KeysCard } from './keys-card.tsx';
import { LimitsCard } from './limits-card.tsx';
import { NameCard } from './name-card.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { TransferCard } from './transfer-card.tsx';
import { WatchCard } from './watch-card.tsx';

/** What each card is given: the settings as they are kept, and the way to change a part. */
export type SetCard = {
  readonly saved: SetSettings;
  readonly change: (part: Partial<SetSettings>) => Promise<Reply<SetSettings>>;
};

export function SetSettingsPanel({ set }: { readonly set: SetSummary }) {
  const asked = useCall('set.settings', { set: set.id });
  return (
    <Asked of={asked} waiting={<Skeleton height={480} />}>
      {(value) => <Cards set={set} of={value} onReplaced={asked.again} />}
    </Asked>
  );
}

function Cards({
  set,
  of,
  onReplaced,
}: {
  readonly set: SetSummary;
  readonly of: Output<'set.settings'>;
  readonly onReplaced: () => void;
}) {
  const { t } = useTranslation('settings');
  const [known, setKnown] = useState(of);
  const [saved, setSaved] = useState(of.settings);
  if (known !== of) {
    setKnown(of);
    setSaved(of.settings);
  }
  const change: SetCard['change'] = async (part) => {
    const reply = await act('set.change', { set: set.id, change: part });
    if (reply.ok) setSaved(reply.value);
    return reply;
  };
  const card = { saved, change };
  return (
    <div className="stack" aria-label={t('ofSet', { name: set.name })} role="group">
      <NameCard {...card} facts={of.facts} />
      <FoldersCard {...card} />
      <ExcludesCard {...card} />
      <ScheduleCard {...card} />
      <LimitsCard {...card} />
      <WatchCard {...card} />
      <KeysCard set={set} facts={of.facts} onReplaced={onReplaced} />
      <TransferCard set={set.id} onImported={onReplaced} />
      <ForgetCard set={set} facts={of.facts} />
    </div>
  );
}
