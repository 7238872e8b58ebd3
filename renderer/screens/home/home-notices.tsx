import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../../core/contract/app.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { act, askSecret } from '../../state/act.ts';
import { show, useApp } from '../../state/app-store.ts';

const keyTroubles: ReadonlySet<string> = new Set(['key-invalid', 'key-insufficient', 'key-too-powerful']);

/** What stands in the way just now: sealed keys, no internet, the last attempt's trouble, an unfinished set-up. */
export function HomeNotices({ set }: { readonly set: SetSummary }) {
  const { t } = useTranslation('home');
  const online = useApp(({ state }) => state?.online);
  const setUpBegun = useApp(({ state }) => state?.setUpBegun ?? false);
  const { trouble } = set;
  return (
    <>
      {set.locked && (
        <NoticeBar
          tone="amber"
          title={t('locked.title')}
          actions={<Button onPress={() => void askSecret('unlock', set.id)}>{t('locked.do')}</Button>}
        >
          <p>{t('locked.words')}</p>
        </NoticeBar>
      )}
      {online === false && !set.practice && (
        <NoticeBar tone="plain" title={t('offline.title')} live>
          <p>{t('offline.words')}</p>
        </NoticeBar>
      )}
      {trouble && trouble.code !== 'home-ended' && trouble.code !== 'set-locked' && (
        <ErrorPanel
          error={trouble}
          actions={
            keyTroubles.has(trouble.code) ? (
              <Button onPress={() => void askSecret('replace-key', set.id)}>{t('replaceKey')}</Button>
            ) : (
              <Button onPress={() => void act('job.start', { set: set.id, kind: 'backup' })}>
                {t('backUpAgain')}
              </Button>
            )
          }
        />
      )}
      {setUpBegun && (
        <NoticeBar
          tone="plain"
          title={t('setUpBegun.title')}
          actions={<Button onPress={() => show('wizard')}>{t('setUpBegun.do')}</Button>}
        >
          <p>{t('setUpBegun.words')}</p>
        </NoticeBar>
      )}
    </>
  );
}
