import {
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Empty } from '../../parts/empty.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useApp } from '../../state/app-store.ts';
import { changesOf } from './changes-of.ts';
import { RunResult } from './run-result.tsx';
import { useRuns } from './use-runs.ts';

const columns = ['when', 'what', 'duration', 'changes', 'result'] as const;
/** What a run was and how long it took stay whole before its changes, which stand in the run as well, have the rest. */
const widths = {
  when: '1.4fr',
  what: '1.6fr',
  duration: '1.1fr',
  changes: '1fr',
  result: '1.2fr',
} as const;
const least = { when: 160, what: 104, duration: 134, changes: 58, result: 148 } as const;
const most = { when: 168, what: 216, duration: 136, changes: null, result: 160 } as const;

/** One row a run; Enter or a click opens it. */
export function RunList({ set, onOpen }: { readonly set: string; readonly onOpen: (run: RunRow) => void }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const ended = useApp(({ jobs }) => Object.values(jobs).filter(({ state }) => state !== 'running').length);
  const runs = useRuns(set, ended);
  if (!runs.rows)
    return runs.error ? <ErrorPanel error={runs.error} onRetry={runs.again} /> : <Skeleton height={400} />;
  if (runs.rows.length === 0) return <Empty title={t('runs.none')}>{t('runs.noneWords')}</Empty>;
  const changes = changesOf(t, format);
  return (
    <div className="stack">
      {runs.error && <ErrorPanel error={runs.error} onRetry={runs.again} />}
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: 44, headingHeight: 36 }}>
        <Table
          aria-label={t('runs.list')}
          className="table runs"
          onRowAction={(id) => {
            const run = runs.rows?.find((one) => one.id === id);
            if (run) onOpen(run);
          }}
        >
          <TableHeader>
            {columns.map((column) => (
              <Column
                key={column}
                id={column}
                isRowHeader={column === 'when'}
                className={`cell ${column}`}
                width={widths[column]}
                minWidth={least[column]}
                maxWidth={most[column]}
              >
                {t(`runs.columns.${column}`)}
              </Column>
            ))}
          </TableHeader>
          <TableBody>
            <Collection items={runs.rows}>
              {(run) => (
                <Row className="table-row" textValue={format.dateAndTime(run.startedAt)}>
                  <Cell className="cell">{format.dateAndTime(run.startedAt)}</Cell>
                  <Cell className="cell">
                    <span title={t(`kinds.${run.kind}`)}>{t(`kinds.${run.kind}`)}</span>
                  </Cell>
                  <Cell className="cell">{format.duration(run.seconds)}</Cell>
                  <Cell className="cell soft">
                    <span title={changes(run).join(' · ')}>{changes(run).join(' · ')}</span>
                  </Cell>
                  <Cell className="cell">
                    <RunResult result={run.result} />
                  </Cell>
                </Row>
              )}
            </Collection>
            <TableLoadMoreItem onLoadMore={runs.more} isLoading={runs.busy && runs.hasMore} />
          </TableBody>
        </Table>
      </Virtualizer>
    </div>
  );
}
