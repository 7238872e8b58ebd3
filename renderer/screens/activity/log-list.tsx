import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '../../../core/contract/app.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import { visibleName } from '../../format/visible-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { FolderPicker } from '../../parts/folder-picker.tsx';
import { Select } from '../../parts/select.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { act } from '../../state/act.ts';
import { useCall } from '../../state/use-call.ts';

const levels = ['info', 'warn', 'error'] as const satisfies readonly LogLine['level'][];

/** The program's own log, for who has to find out; secrets never come into it. */
export function LogList() {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const [level, setLevel] = useState<LogLine['level']>('info');
  const [isPicking, setPicking] = useState(false);
  const [written, setWritten] = useState('');
  const [error, setError] = useState<ErrorShape>();
  const asked = useCall('app.logs', { level, limit: 2000 });
  const write = async (folder: string): Promise<void> => {
    const reply = await act('app.export-logs', { folder });
    setError(reply.ok ? undefined : reply.error);
    setWritten(reply.ok ? t('run.written', { file: reply.value.file }) : '');
  };
  return (
    <div className="stack">
      <div className="row log-head">
        <Select
          label={t('log.level')}
          value={level}
          onChange={setLevel}
          options={levels.map((value) => ({ value, words: t(`log.levels.${value}`) }))}
        />
        <span className="grow" />
        <Button look="quiet" onPress={asked.again}>
          <RefreshCw size={16} aria-hidden="true" />
          {t('log.refresh')}
        </Button>
        <Button onPress={() => setPicking(true)}>{t('log.export')}</Button>
      </div>
      <p role="status" className="name soft">
        {written === '' ? t('log.words') : written}
      </p>
      {error && <ErrorPanel error={error} />}
      <Asked of={asked} waiting={<Skeleton height={360} />}>
        {(lines) =>
          lines.length === 0 ? (
            <Empty title={t('log.none')} />
          ) : (
            <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 32 }}>
              <GridList
                aria-label={t('log.list')}
                className="list log"
                items={lines.map((line, index) => ({ ...line, id: index }))}
              >
                {(line) => (
                  <GridListItem
                    textValue={visibleName(line.words, 300)}
                    className={`list-row top ${line.level}`}
                  >
                    <span className="soft list-when">{format.dateAndTime(line.at)}</span>
                    <span className="log-level">{line.level}</span>
                    <span className="grow name">
                      {line.part}: {visibleName(line.words)}
                    </span>
                  </GridListItem>
                )}
              </GridList>
            </Virtualizer>
          )
        }
      </Asked>
      <FolderPicker
        title={t('log.exportTitle')}
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        onPick={([folder]) => folder !== undefined && void write(folder)}
      />
    </div>
  );
}
