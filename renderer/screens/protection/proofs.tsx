import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { Card } from '../../parts/card.tsx';
import type { PartProps } from './part-props.ts';
import { StartButton } from './start-button.tsx';

/** That locks hold was tried: with the most powerful key at set-up, with the stored one since. And that files come back. */
export function Proofs({ set, view, after }: PartProps) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const { lockHalf, keyHalf } = view.proofs;
  const line = (name: string, proof: { readonly at: number; readonly ok: boolean } | null) => (
    <div>
      <dt className="soft">{name}</dt>
      <dd>
        {proof === null
          ? t('proof.never')
          : t(proof.ok ? 'proof.held' : 'proof.failed', { date: format.date(proof.at) })}
      </dd>
    </div>
  );
  return (
    <Card title={t('proof.title')}>
      <div className="stack">
        <dl className="stack tight protection-facts">
          {line(t('proof.lockHalf'), lockHalf)}
          {line(t('proof.keyHalf'), keyHalf)}
          {line(t('proof.drill'), view.drill)}
        </dl>
        <StartButton
          set={set}
          kind="prove"
          words={t('proof.now')}
          running={t('proof.running')}
          onFailed={after}
        />
        <StartButton
          set={set}
          kind="drill"
          words={t('proof.drillNow')}
          running={t('proof.drillRunning')}
          onFailed={after}
        />
      </div>
    </Card>
  );
}
