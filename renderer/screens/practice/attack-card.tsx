import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { PracticeView } from '../../../core/contract/practice.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { act } from '../../state/act.ts';
import { show, useRunningJob } from '../../state/app-store.ts';

/** Lets an intruder loose on the vault, tells what he did, and leads to the recovery. */
export function AttackCard({ set, view }: { readonly set: string; readonly view: PracticeView }) {
  const { t, i18n } = useTranslation('practice');
  const format = useFormat();
  const [kind, setKind] = useState(view.attacks[0]?.kind ?? null);
  const [error, setError] = useState<ErrorShape>();
  const job = useRunningJob(set, 'practice-attack');
  const attack = async (): Promise<void> => {
    if (kind === null) return;
    const reply = await act('practice.attack', { set, kind });
    setError(reply.ok ? undefined : reply.error);
  };
  return (
    <Card title={t('attack.title')}>
      <div className="stack">
        <p className="soft">{t('attack.words')}</p>
        {view.attacks.length === 0 ? (
          <p>{t('attack.none')}</p>
        ) : (
          <Choices
            label={t('attack.label')}
            value={kind}
            onChange={setKind}
            choices={view.attacks.map((one) =>
              i18n.exists(`attack.kinds.${one.kind}.title`, { ns: 'practice' })
                ? {
                    value: one.kind,
                    title: t(`attack.kinds.${one.kind as 'hide'}.title`),
                    words: t(`attack.kinds.${one.kind as 'hide'}.words`),
                  }
                : { value: one.kind, title: one.kind, words: one.words },
            )}
          />
        )}
        {job ? (
          <div className="stack tight" role="status">
            <p>{t('attack.running')}</p>
            <ProgressBar label={t('attack.running')} share={null} />
          </div>
        ) : (
          <div>
            <Button look="danger" isDisabled={kind === null} onPress={() => void attack()}>
              {t('attack.do')}
            </Button>
          </div>
        )}
        {error && <ErrorPanel error={error} />}
        {view.lastAttack && !job && (
          <NoticeBar
            tone="amber"
            live
            title={t('attack.happened')}
            actions={<Button onPress={() => show('recover')}>{t('attack.recover')}</Button>}
          >
            <p className="practice-happened">{view.lastAttack.words}</p>
            <p className="soft">
              {t('attack.last', { when: format.dateAndTime(view.lastAttack.at) })} {t('attack.next')}
            </p>
          </NoticeBar>
        )}
      </div>
    </Card>
  );
}
