import './folder-picker.css';
import { ArrowUp, FolderPlus, Folder, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderView } from '../../core/contract/app.ts';
import { visibleName } from '../format/visible-name.ts';
import { useCall } from '../state/use-call.ts';
import { useErrorWords } from '../words/error-words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FolderPickerList } from './folder-picker-list.tsx';
import { NewFolder } from './new-folder.tsx';
import { Skeleton } from './skeleton.tsx';
import { TextField } from './text-field.tsx';

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Full paths; one, unless `multiple`. The dialog closes itself through `onClose`. */
  readonly onPick: (paths: readonly string[]) => void;
  readonly title: string;
  /** Several folders may be ticked, in different places. */
  readonly multiple?: boolean;
  /** A file is looked for instead of a folder. */
  readonly files?: boolean;
  /** Where to begin; the person's own folder unless said. */
  readonly start?: string | null;
};

/** Folders of the computer that the engine runs on: the same in the desktop window and in a browser. */
export function FolderPicker(props: Props) {
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose} wide>
      <Picker {...props} />
    </Dialog>
  );
}

function Picker({ onClose, onPick, multiple = false, files = false, start = null }: Props) {
  const { t } = useTranslation();
  const errorWords = useErrorWords();
  const [path, setPath] = useState<string | null>(start);
  const [typed, setTyped] = useState<string | null>(null);
  const [view, setView] = useState<FolderView>();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [isNaming, setIsNaming] = useState(false);
  const isWalking = useRef(false);
  const asked = useCall('app.folder', { path, files });
  if (asked.value && asked.value !== view && asked.error === undefined) {
    setView(asked.value);
    // What was typed meanwhile is not what was asked.
    if (typed === path) setTyped(null);
  }
  const open = (to: string, fromList = false): void => {
    isWalking.current = fromList;
    setIsNaming(false);
    if (typed !== to) setTyped(null);
    if (to === path) asked.again();
    setPath(to);
  };
  const finish = (paths: readonly string[]): void => {
    onPick(paths);
    onClose();
  };
  const toggle = (one: string): void =>
    setTicked((all) => new Set(all.has(one) ? [...all].filter((other) => other !== one) : [...all, one]));
  return (
    <>
      <form
        className="folder-picker-path"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== null && typed.trim() !== '') open(typed);
        }}
      >
        <Button
          icon
          aria-label={t('picker.up')}
          isDisabled={!view || view.parent === null}
          onPress={() => {
            if (view && view.parent !== null) open(view.parent);
          }}
        >
          <ArrowUp size={16} aria-hidden="true" />
        </Button>
        <TextField
          label={t('picker.path')}
          value={typed ?? view?.path ?? ''}
          onChange={setTyped}
          // The first answer would otherwise come between what is typed.
          isReadOnly={!view && asked.error === undefined}
          problem={asked.error ? errorWords(asked.error) : undefined}
          spellCheck="false"
        />
        <Button type="submit">{t('picker.go')}</Button>
      </form>
      <div className="folder-picker">
        <ul className="folder-picker-shortcuts" aria-label={t('picker.shortcuts')}>
          {view?.shortcuts.map((shortcut) => (
            <li key={shortcut.path}>
              <Button look="quiet" onPress={() => open(shortcut.path)}>
                <Folder size={16} aria-hidden="true" />
                <span className="name one-line">{visibleName(shortcut.name, 300)}</span>
              </Button>
            </li>
          ))}
        </ul>
        <div className="folder-picker-main">
          {view ? (
            <FolderPickerList
              key={view.path}
              view={view}
              ticked={multiple ? ticked : null}
              autoFocus={isWalking.current}
              onToggle={toggle}
              onOpen={(entry) => (entry.folder ? open(entry.path, true) : finish([entry.path]))}
              onUp={() => view.parent !== null && open(view.parent, true)}
            />
          ) : (
            <Skeleton height={280} />
          )}
          {view?.cut && <p className="soft">{t('picker.cut')}</p>}
        </div>
      </div>
      {multiple && ticked.size > 0 && (
        <ul className="folder-picker-ticked" aria-label={t('picker.ticked')}>
          {[...ticked].map((one) => (
            <li key={one} className="row">
              <span className="name one-line grow" title={visibleName(one)}>
                {visibleName(one)}
              </span>
              <Button
                look="quiet"
                icon
                aria-label={t('picker.untick', { path: visibleName(one, 300) })}
                onPress={() => toggle(one)}
              >
                <X size={16} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isNaming && view && (
        <NewFolder parent={view.path} onMade={(made) => open(made)} onCancel={() => setIsNaming(false)} />
      )}
      <footer>
        {!files && (
          <Button look="quiet" isDisabled={!view || isNaming} onPress={() => setIsNaming(true)}>
            <FolderPlus size={16} aria-hidden="true" />
            {t('picker.newFolder')}
          </Button>
        )}
        <span className="grow" />
        <Button onPress={onClose}>{t('cancel')}</Button>
        {!files && (
          <Button
            look="primary"
            // What is typed must have been opened first, or the folder that was shown before would be taken.
            isDisabled={!view || asked.busy || (typed !== null && typed !== view.path)}
            onPress={() => view && finish(ticked.size > 0 ? [...ticked] : [view.path])}
          >
            {ticked.size > 0 ? t('picker.chooseTicked', { count: ticked.size }) : t('picker.chooseThis')}
          </Button>
        )}
      </footer>
    </>
  );
}
