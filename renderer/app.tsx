import './app.css';
import { lazy, Suspense, useEffect } from 'react';
import type { ErrorShape } from '../core/contract/error-shape.ts';
import type { Screen } from '../core/contract/notice.ts';
import { useLook } from './look/use-look.ts';
import { ErrorPanel } from './parts/error-panel.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { NoticeList } from './frame/notice-list.tsx';
import { SideBar } from './frame/side-bar.tsx';
import { Welcome } from './screens/welcome/welcome.tsx';
import { Home } from './screens/home/home.tsx';
import { retryLoading, useApp } from './state/app-store.ts';
import { useTranslation } from 'react-i18next';

const Wizard = lazy(async () => ({ default: (await import('./screens/wizard/wizard.tsx')).Wizard }));
const Restore = lazy(async () => ({ default: (await import('./screens/restore/restore.tsx')).Restore }));
const Recover = lazy(async () => ({ default: (await import('./screens/recover/recover.tsx')).Recover }));
const Protection = lazy(async () => ({
  default: (await import('./screens/protection/protection.tsx')).Protection,
}));
const Activity = lazy(async () => ({ default: (await import('./screens/activity/activity.tsx')).Activity }));
const Settings = lazy(async () => ({ default: (await import('./screens/settings/settings.tsx')).Settings }));
const Practice = lazy(async () => ({ default: (await import('./screens/practice/practice.tsx')).Practice }));

const screens: Readonly<Record<Screen, React.ComponentType>> = {
  home: Home,
  restore: Restore,
  protection: Protection,
  activity: Activity,
  settings: Settings,
  practice: Practice,
  wizard: Wizard,
  recover: Recover,
};

const notAnswering: ErrorShape = { code: 'engine-gone', details: {}, words: '', retry: 'later' };

/** These take the whole window and ask one thing at a time. */
const bare: ReadonlySet<Screen> = new Set(['wizard', 'recover']);

export function App() {
  const { t } = useTranslation();
  const state = useApp((store) => store.state);
  const error = useApp((store) => store.error);
  const answers = useApp((store) => store.answers);
  const screen = useApp((store) => store.screen);
  useLook();
  const isFirst = state !== null && state.sets.length === 0 && !bare.has(screen);
  const isBare = bare.has(screen) || isFirst;
  const Shown = isFirst ? Welcome : screens[screen];
  useEffect(() => {
    document.title = `${t(`screens.${screen}`)} · Holdfast`;
  }, [screen, t]);
  return (
    <div className={isBare ? 'frame bare' : 'frame'}>
      <a className="skip-link" href="#main" onClick={focusMain}>
        {t('skipToContent')}
      </a>
      {!isBare && <SideBar />}
      <main className="main" id="main" tabIndex={-1}>
        {state !== null && !answers && (
          <div className="notices">
            <ErrorPanel error={notAnswering} />
          </div>
        )}
        {!isBare && <NoticeList />}
        {state === null ? (
          <div className="page" aria-busy={error === null}>
            <h1 className="visually-hidden">Holdfast</h1>
            {error ? <ErrorPanel error={error} onRetry={retryLoading} /> : <Skeleton height={200} />}
          </div>
        ) : (
          <Suspense fallback={<div className="page" aria-busy="true" />}>
            <Shown key={screen} />
          </Suspense>
        )}
      </main>
    </div>
  );
}

/** The address's fragment is the screen's, so the link must not change it. */
function focusMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
