import './protection.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { useApp, useSet } from '../../state/app-store.ts';
import { useCall } from '../../state/use-call.ts';
import { Audit } from './audit.tsx';
import { Longer } from './longer.tsx';
import { Proofs } from './proofs.tsx';
import { RetentionRules } from './retention-rules.tsx';
import { SnapshotTable } from './snapshot-table.tsx';
import { Suspicions } from './suspicions.tsx';

/** How well each backup is held, what was found, and the three things that can be changed: how long, what is kept, what is pinned. */
export function Protection() {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const set = useSet();
  const ended = useApp(({ jobs }) =>
    Object.values(jobs).reduce(
      (latest, { endedAt, set: of }) => (of === set?.id ? Math.max(latest, endedAt ?? 0) : latest),
      0,
    ),
  );
  const [error, setError] = useState<ErrorShape | null>(null);
  const view = useCall('protection.view', set ? { set: set.id } : null, ended);
  const after = (failed: ErrorShape | null): void => {
    setError(failed);
    view.again();
  };
  if (!set) return null;
  return (
    <div className="page">
      <h1>{t('title')}</h1>
      {error && <ErrorPanel error={error} actions={<></>} />}
      <Asked of={view}>
        {(shown) => (
          <>
            {shown.seenAt !== null && (
              <p role="status">{t('fromMemory', { when: format.dateAndTime(shown.seenAt) })}</p>
            )}
            <Suspicions set={set.id} view={shown} after={after} />
            <SnapshotTable set={set.id} view={shown} after={after} />
            <div className="protection-pairs">
              <Proofs set={set.id} view={shown} after={after} />
              <Audit set={set.id} view={shown} after={after} />
            </div>
            <Longer set={set.id} view={shown} after={after} />
            <RetentionRules set={set.id} view={shown} after={after} />
          </>
        )}
      </Asked>
    </div>
  );
}
