import { useTranslation } from 'react-i18next';
import type { SetFacts } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { useSet } from '../../state/app-store.ts';
import { usePlaceWords } from '../../words/place-words.ts';
import { DraftCard } from './draft-card.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';

/** The name may change; where it goes and for how long were chosen at set-up. */
export function NameCard({ saved, change, facts }: SetCard & { readonly facts: SetFacts }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const place = usePlaceWords();
  const set = useSet();
  const draft = useDraft(saved, change);
  return (
    <DraftCard title={t('name.title')} drafts={[draft]}>
      <TextSetting
        label={t('name.label')}
        value={draft.value.name}
        check={(text) => (text.length > 0 && text.length <= 60 ? undefined : t('name.problem'))}
        onSave={(name) => draft.save({ name })}
      />
      <dl className="facts">
        <dt>{t('name.place')}</dt>
        <dd className="name">{set?.practice ? t('name.practice') : place(facts.place)}</dd>
        <dt>{t('name.protect')}</dt>
        <dd>{t('name.days', { count: facts.protectDays, figure: format.count(facts.protectDays) })}</dd>
        <dt>{t('name.fingerprint')}</dt>
        <dd className="mono">{facts.fingerprint}</dd>
        {facts.strict && (
          <>
            <dt>{t('name.strict')}</dt>
            <dd>{t('name.strictWords')}</dd>
          </>
        )}
      </dl>
    </DraftCard>
  );
}
