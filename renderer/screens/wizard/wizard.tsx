import './wizard.css';
import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { show } from '../../state/app-store.ts';
import { AfterPage } from './after-page.tsx';
import { CommitPage } from './commit-page.tsx';
import { FoldersPage } from './folders-page.tsx';
import { KitPage } from './kit-page.tsx';
import { PeriodPage } from './period-page.tsx';
import { ProgressPage } from './progress-page.tsx';
import { SpacePage } from './space-page.tsx';
import { StoragePage } from './storage-page.tsx';
import { useDraft, type Draft } from './use-draft.ts';
import { committedFrom, isWizardPage, wizardPages, type WizardPage } from './wizard-pages.ts';
import { WizardSteps } from './wizard-steps.tsx';
import type { SetUpView } from '../../../core/contract/setup.ts';

export type PageProps = {
  readonly draft: Draft;
  readonly view: SetUpView;
  /** Not there on the first page and after the commit. */
  readonly onBack: (() => void) | undefined;
  readonly onNext: () => void;
  readonly onLeave: (() => void) | undefined;
};

const pages: Readonly<Record<WizardPage, React.ComponentType<PageProps>>> = {
  storage: StoragePage,
  folders: FoldersPage,
  period: PeriodPage,
  kit: KitPage,
  space: SpacePage,
  commit: CommitPage,
  progress: ProgressPage,
  after: AfterPage,
};

export function Wizard() {
  const { t } = useTranslation('wizard');
  const draft = useDraft();
  const { view } = draft;
  if (!view)
    return (
      <div className="page" aria-busy={draft.error === null}>
        <h1 className="visually-hidden">{t('title')}</h1>
        {draft.error ? (
          <>
            <ErrorPanel error={draft.error} onRetry={() => void draft.run('setup.view')} />
            <div>
              <Button onPress={() => show('home')}>{t('leave')}</Button>
            </div>
          </>
        ) : (
          <Skeleton height={320} />
        )}
      </div>
    );
  const page = pageOf(view);
  const at = wizardPages.indexOf(page);
  const go = (to: number): void => void draft.change({ page: wizardPages[to] ?? 'storage' });
  const Page = pages[page];
  return (
    <div className="wizard">
      <WizardSteps page={page} />
      <Page
        key={page}
        draft={draft}
        view={view}
        onBack={at > 0 && at < committedFrom ? () => go(at - 1) : undefined}
        onNext={() => go(at + 1)}
        // The draft stays, so that it can be taken up again.
        onLeave={view.committed ? undefined : () => show('home')}
      />
    </div>
  );
}

/** Once committed there is no way back; before it, what a page rests on must be there (keys are gone after a restart). */
function pageOf({ draft, committed, done }: SetUpView): WizardPage {
  const wanted = isWizardPage(draft.page) ? draft.page : 'storage';
  if (committed) return done !== null && wanted === 'after' ? 'after' : 'progress';
  return wizardPages.indexOf(wanted) >= committedFrom ? 'commit' : wanted;
}
