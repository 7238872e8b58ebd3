import { useState } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SkippedRow } from '../../../core/contract/activity.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { visibleName } from '../../format/visible-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { useSaidWords } from '../../words/said-words.ts';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';

/** Files that could not be read, each with its reason and a way to leave it out from now on. */
export function SkippedList({ set, run }: { readonly set: string; readonly run: string }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const say = useSaidWords();
  const why = ({ reason, said }: SkippedRow): string => say({ words: reason, said });
  const asked = useCall('activity.skipped', { set, run });
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState<SkippedRow>();
  const [error, setError] = useState<ErrorShape>();
  const [isPicking, setPicking] = useState(false);
  const [written, setWritten] = useState('');
  const exclude = async (path: string): Promise<void> => {
    const reply = await act('activity.exclude', { set, path });
    setError(reply.ok ? undefined : reply.error);
    if (reply.ok) setExcluded((all) => new Set([...all, path]));
  };
  const write = async (folder: string): Promise<void> => {
    const reply = await act('activity.export-skipped', { set, run, folder });
    setError(reply.ok ? undefined : reply.error);
    setWritten(reply.ok ? t('run.written', { file: reply.value.file }) : '');
  };
  return (
    <section className="stack skipped" aria-label={t('run.skipped')}>
      <div className="row spread">
        <h2>{t('run.skipped')}</h2>
        {asked.value && asked.value.count > 0 && (
          <Button onPress={() => setPicking(true)}>{t('run.export')}</Button>
        )}
      </div>
      <p role="status" className="name soft">
        {written}
      </p>
      {error && <ErrorPanel error={error} />}
      <Asked of={asked}>
        {({ skipped, count }) =>
          skipped.length === 0 ? (
            <p className="soft">{t('run.none')}</p>
          ) : (
            <>
              <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 60 }}>
                <GridList
                  aria-label={t('run.list')}
                  className="list skipped-rows"
                  items={skipped.map((row, index) => ({ ...row, id: index }))}
                  dependencies={[excluded]}
                  keyboardNavigationBehavior="tab"
                >
                  {(row) => (
                    <GridListItem
                      textValue={visibleName(row.path, 300)}
                      className="list-row"
                      onAction={() => setWhole(row)}
                    >
                      <div className="grow">
                        <p className="name one-line">{visibleName(row.path)}</p>
                        <p className="soft one-line">{why(row)}</p>
                      </div>
                      {row.excluded || excluded.has(row.path) ? (
                        <span className="soft">{t('run.excluded')}</span>
                      ) : (
                        <Button
                          aria-label={t('run.excludeLabel', { name: visibleName(row.path, 300) })}
                          onPress={({ target }) => {
                            // The button goes away: its row keeps the keyboard.
                            target.closest<HTMLElement>('[role=row]')?.focus();
                            void exclude(row.path);
                          }}
                        >
                          {t('run.exclude')}
                        </Button>
                      )}
                    </GridListItem>
                  )}
                </GridList>
              </Virtualizer>
              {count > skipped.length && (
                <p className="soft">
                  {t('run.more', { shown: format.count(skipped.length), count: format.count(count) })}
                </p>
              )}
            </>
          )
        }
      </Asked>
      <Dialog title={t('run.whole')} isOpen={whole !== undefined} onClose={() => setWhole(undefined)} wide>
        <p className="name">{whole && visibleName(whole.path, 40_000)}</p>
        <p className="soft">{whole && why(whole)}</p>
      </Dialog>
      <FolderPicker
        title={t('run.exportTitle')}
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        onPick={([folder]) => folder !== undefined && void write(folder)}
      />
    </section>
  );
}
