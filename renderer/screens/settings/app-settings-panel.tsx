import { useTranslation } from 'react-i18next';
import type { AppSettings } from '../../../core/contract/app.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Check } from '../../parts/check.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Select } from '../../parts/select.tsx';
import { act } from '../../state/act.ts';
import { show, useApp } from '../../state/app-store.ts';
import { DraftCard } from './draft-card.tsx';
import { ReportsCard } from './reports-card.tsx';
import { useDraft } from './use-draft.ts';

const languages = ['system', 'en', 'de'] as const satisfies readonly AppSettings['language'][];
const themes = ['system', 'light', 'dark'] as const satisfies readonly AppSettings['theme'][];

export type AppCard = {
  readonly saved: AppSettings;
  readonly change: (part: Partial<AppSettings>) => Promise<Reply<AppSettings>>;
};

const change: AppCard['change'] = async (part) => await act('app.change', part);

export function AppSettingsPanel() {
  const { t } = useTranslation('settings');
  const state = useApp((store) => store.state);
  if (!state) return null;
  const card = { saved: state.settings, change };
  return (
    <div className="stack">
      {state.update && (
        <NoticeBar tone="good" title={t('update.title', { version: state.update.version })}>
          <p>{t('update.words')}</p>
        </NoticeBar>
      )}
      {state.settingsLost !== null && (
        <NoticeBar tone="amber">
          <p className="name">{t('settingsLost', { file: state.settingsLost })}</p>
        </NoticeBar>
      )}
      <LookCard {...card} />
      <NoticesCard {...card} />
      <ReportsCard {...card} />
      <Card title={t('add.title')}>
        <div className="stack">
          <p className="soft">{t('add.words')}</p>
          <div>
            <Button onPress={() => show('wizard')}>{t(state.setUpBegun ? 'add.goOn' : 'add.do')}</Button>
          </div>
        </div>
      </Card>
      <p className="soft">{t('version', { version: state.version })}</p>
    </div>
  );
}

function LookCard({ saved, change: keep }: AppCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, keep);
  return (
    <DraftCard title={t('look.title')} drafts={[draft]}>
      <div className="setting-pair">
        <Select
          label={t('look.language')}
          value={draft.value.language}
          onChange={(language) => draft.save({ language })}
          options={languages.map((value) => ({ value, words: t(`look.languages.${value}`) }))}
        />
        <Select
          label={t('look.theme')}
          value={draft.value.theme}
          onChange={(theme) => draft.save({ theme })}
          options={themes.map((value) => ({ value, words: t(`look.themes.${value}`) }))}
        />
      </div>
      <Check isSelected={draft.value.startAtLogin} onChange={(startAtLogin) => draft.save({ startAtLogin })}>
        {t('look.startAtLogin')}
      </Check>
    </DraftCard>
  );
}

function NoticesCard({ saved, change: keep }: AppCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, keep);
  const { notify } = draft.value;
  return (
    <DraftCard title={t('notices.title')} drafts={[draft]}>
      <Check
        isSelected={notify.trouble}
        onChange={(trouble) => draft.save({ notify: { ...notify, trouble } })}
      >
        {t('notices.trouble')}
      </Check>
      <Check
        isSelected={notify.success}
        onChange={(success) => draft.save({ notify: { ...notify, success } })}
      >
        {t('notices.success')}
      </Check>
      <p className="soft">{t('notices.words')}</p>
    </DraftCard>
  );
}
