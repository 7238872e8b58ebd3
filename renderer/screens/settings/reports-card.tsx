import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../core/contract/calls.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { Button } from '../../parts/button.tsx';
import { Check } from '../../parts/check.tsx';
import { Choices } from '../../parts/choices.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { act, askSecret } from '../../state/act.ts';
import { useErrorWords } from '../../words/error-words.ts';
import type { AppCard } from './app-settings-panel.tsx';
import { DraftCard } from './draft-card.tsx';
import { MailFields } from './mail-fields.tsx';
import { TextSetting } from './text-setting.tsx';
import { useDraft } from './use-draft.ts';
import { webProblem } from './web-problem.ts';

type Tested = Output<'app.test-report'>;

/** News for whoever is not at this computer: by mail, by a call to an address, and when. */
export function ReportsCard({ saved, change }: AppCard) {
  const { t } = useTranslation('settings');
  const errorWords = useErrorWords();
  const draft = useDraft(saved, change);
  const [isMail, setMail] = useState(saved.mail !== null);
  const [tested, setTested] = useState<Tested>();
  const [error, setError] = useState<ErrorShape>();
  const [isTesting, setTesting] = useState(false);
  const { mail, webhook, reports } = draft.value;
  const test = async (): Promise<void> => {
    setTesting(true);
    const reply = await act('app.test-report', {});
    setTesting(false);
    setTested(reply.ok ? reply.value : undefined);
    setError(reply.ok ? undefined : reply.error);
  };
  const password = async (): Promise<void> => {
    const reply = await askSecret('mail-password', null);
    setError(reply.ok ? undefined : reply.error);
  };
  return (
    <DraftCard title={t('reports.title')} drafts={[draft]}>
      <Check
        isSelected={isMail}
        onChange={(isOn) => {
          setMail(isOn);
          if (!isOn && mail !== null) draft.save({ mail: null });
        }}
      >
        {t('reports.mail')}
      </Check>
      {isMail && (
        <MailFields
          mail={mail}
          onSave={(changed) => draft.save({ mail: changed })}
          onPassword={() => void password()}
        />
      )}
      <TextSetting
        label={t('reports.webhook')}
        hint={t('reports.webhookHint')}
        type="url"
        value={webhook ?? ''}
        check={(text) => (webProblem(text) ? t('watch.pingProblem') : undefined)}
        onSave={(text) => draft.save({ webhook: text === '' ? null : text })}
      />
      {(mail !== null || webhook !== null) && (
        <>
          <Choices
            label={t('reports.when')}
            value={reports}
            onChange={(when) => draft.save({ reports: when })}
            choices={(['trouble', 'weekly', 'every-run'] as const).map((value) => ({
              value,
              title: t(`reports.kinds.${value}`),
            }))}
          />
          <div className="row">
            <Button isDisabled={isTesting} onPress={() => void test()}>
              {t('reports.test')}
            </Button>
            <span role="status">{tested && results(tested).join(' ')}</span>
          </div>
        </>
      )}
      {error && <ErrorPanel error={error} />}
    </DraftCard>
  );

  function results(of: Tested): readonly string[] {
    return (['mail', 'webhook'] as const).flatMap((way) => {
      const result = of[way];
      if (result === null) return [];
      return [
        result === 'sent' ? t(`reports.${way}Sent`) : `${t(`reports.${way}Failed`)} ${errorWords(result)}`,
      ];
    });
  }
}
