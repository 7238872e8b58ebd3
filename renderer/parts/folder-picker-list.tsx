import { File, Folder } from 'lucide-react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { FolderView } from '../../core/contract/app.ts';
import { visibleName } from '../format/visible-name.ts';
import { Check } from './check.tsx';

type Entry = FolderView['entries'][number];

/** Enter opens, Backspace goes up; where several may be ticked, Tab goes from a row to its box. */
export function FolderPickerList({
  view,
  ticked,
  autoFocus,
  onToggle,
  onOpen,
  onUp,
}: {
  readonly view: FolderView;
  /** null: nothing can be ticked. */
  readonly ticked: ReadonlySet<string> | null;
  readonly autoFocus: boolean;
  readonly onToggle: (path: string) => void;
  readonly onOpen: (entry: Entry) => void;
  readonly onUp: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div
      className="folder-picker-frame"
      onKeyDown={(event) => {
        if (event.key === 'Backspace') onUp();
      }}
    >
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 40 }}>
        <GridList
          aria-label={t('picker.contents')}
          className="folder-picker-list"
          items={view.entries}
          dependencies={[ticked]}
          autoFocus={autoFocus ? 'first' : false}
          keyboardNavigationBehavior="tab"
          renderEmptyState={() => <p className="soft">{t('picker.empty')}</p>}
        >
          {(entry) => (
            <GridListItem
              id={entry.path}
              textValue={visibleName(entry.name, 300)}
              className="folder-picker-row"
              onAction={() => onOpen(entry)}
            >
              {ticked && (
                <Check
                  aria-label={t('picker.tick', { name: visibleName(entry.name, 300) })}
                  isSelected={ticked.has(entry.path)}
                  onChange={() => onToggle(entry.path)}
                />
              )}
              {entry.folder ? <Folder size={18} aria-hidden="true" /> : <File size={18} aria-hidden="true" />}
              <span className="name one-line grow" title={visibleName(entry.name)}>
                {visibleName(entry.name, 500)}
              </span>
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
    </div>
  );
}
