import './welcome.css';
import { ChevronRight, FileKey2, FlaskConical, ShieldCheck, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act } from '../../state/act.ts';
import { show, useApp } from '../../state/app-store.ts';

/** The first start: three ways on, each with what it leads to. */
export function Welcome() {
  const { t } = useTranslation('welcome');
  const begun = useApp(({ state }) => state?.setUpBegun ?? false);
  const lost = useApp(({ state }) => state?.settingsLost ?? null);
  const [error, setError] = useState<ErrorShape>();
  const practise = async (): Promise<void> => {
    const reply = await act('setup.change', { storage: { kind: 'practice' } });
    if (reply.ok) show('wizard');
    else setError(reply.error);
  };
  return (
    <div className="page welcome">
      <header className="stack tight">
        <h1>{t('title')}</h1>
        <p className="soft">{t('words')}</p>
      </header>
      {lost !== null && (
        <NoticeBar tone="amber">
          <p>{t('settingsLost', { file: lost })}</p>
        </NoticeBar>
      )}
      {error && <ErrorPanel error={error} onRetry={() => void practise()} />}
      <div className="stack">
        <Way
          icon={ShieldCheck}
          title={t(begun ? 'goOn' : 'setUp')}
          words={t(begun ? 'goOnWords' : 'setUpWords')}
          isFirst
          onPress={() => show('wizard')}
        />
        <Way
          icon={FlaskConical}
          title={t('practice')}
          words={t('practiceWords')}
          onPress={() => void practise()}
        />
        <Way icon={FileKey2} title={t('kit')} words={t('kitWords')} onPress={() => show('recover')} />
      </div>
    </div>
  );
}

function Way({
  icon: Icon,
  title,
  words,
  isFirst = false,
  onPress,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly words: string;
  readonly isFirst?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <Button className={isFirst ? 'way first' : 'way'} onPress={onPress}>
      <Icon size={28} strokeWidth={1.6} aria-hidden="true" />
      <span className="grow">
        <strong>{title}</strong>
        <span className="soft">{words}</span>
      </span>
      <ChevronRight size={20} aria-hidden="true" />
    </Button>
  );
}
