import { FolderPlus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleName } from '../../format/visible-name.ts';
import { Button } from '../../parts/button.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { DraftCard } from './draft-card.tsx';
import type { SetCard } from './set-settings-panel.tsx';
import { useDraft } from './use-draft.ts';

/** What is backed up. A folder that is taken off stays in the backups that have it. */
export function FoldersCard({ saved, change }: SetCard) {
  const { t } = useTranslation('settings');
  const draft = useDraft(saved, change);
  const [isPicking, setPicking] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const { sources } = draft.value;
  /** The keyboard goes on with the row that took its place, or with the button below. */
  const remove = (path: string): void => {
    const index = sources.indexOf(path);
    draft.save({ sources: sources.filter((one) => one !== path) });
    requestAnimationFrame(() => card.current?.querySelectorAll('button')[index]?.focus());
  };
  return (
    <DraftCard title={t('folders.title')} drafts={[draft]}>
      <div className="stack" ref={card}>
        {sources.length === 0 ? (
          <p className="soft">{t('folders.none')}</p>
        ) : (
          <ul className="setting-rows">
            {sources.map((path) => (
              <li key={path}>
                <span className="name one-line grow" title={visibleName(path)}>
                  {visibleName(path)}
                </span>
                <Button
                  look="quiet"
                  icon
                  aria-label={t('folders.remove', { path: visibleName(path, 300) })}
                  onPress={() => remove(path)}
                >
                  <X size={16} aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
        )}
        <p className="soft">{t('folders.words')}</p>
        <div>
          <Button onPress={() => setPicking(true)}>
            <FolderPlus size={16} aria-hidden="true" />
            {t('folders.add')}
          </Button>
        </div>
      </div>
      <FolderPicker
        title={t('folders.add')}
        isOpen={isPicking}
        multiple
        onClose={() => setPicking(false)}
        onPick={(paths) => draft.save({ sources: [...new Set([...sources, ...paths])] })}
      />
    </DraftCard>
  );
}
