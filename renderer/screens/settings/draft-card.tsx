import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../parts/card.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import type { Draft } from './use-draft.ts';

/** Settings that belong together, and whether the last change was kept. */
export function DraftCard({
  title,
  drafts,
  children,
}: {
  readonly title: string;
  readonly drafts: readonly Pick<Draft<object>, 'state' | 'error' | 'retry'>[];
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('settings');
  const states = drafts.map(({ state }) => state);
  return (
    <Card
      title={title}
      aside={
        <span className="draft-state soft" role="status">
          {states.includes('saved') && !states.includes('saving') && !states.includes('failed') && (
            <>
              <Check size={16} aria-hidden="true" /> {t('saved')}
            </>
          )}
        </span>
      }
    >
      <div className="stack">
        {children}
        {drafts.map(
          (draft, index) =>
            draft.error && (
              // Which draft it is never changes while the card is there.
              <ErrorPanel key={index} error={draft.error} onRetry={draft.retry} />
            ),
        )}
      </div>
    </Card>
  );
}
