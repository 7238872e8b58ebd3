import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { changesOf } from './changes-of.ts';
import { RunResult } from './run-result.tsx';
import { SkippedList } from './skipped-list.tsx';

/** One run, and the files it could not take along. */
export function RunDetail({
  set,
  run,
  onBack,
}: {
  readonly set: string;
  readonly run: RunRow;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="page activity">
      <div className="outdent">
        <Button look="quiet" onPress={onBack}>
          <ArrowLeft size={16} aria-hidden="true" />
          {t('run.back')}
        </Button>
      </div>
      <header className="stack tight">
        <h1 ref={heading} tabIndex={-1}>
          {t(`kinds.${run.kind}`)}, {format.dateAndTime(run.startedAt)}
        </h1>
        <p className="row">
          <RunResult result={run.result} />
          <span className="soft">
            {[format.duration(run.seconds), ...changesOf(t, format)(run)].join(' · ')}
          </span>
        </p>
      </header>
      {run.error && <ErrorPanel error={run.error} />}
      {!run.error && run.words !== '' && <p className="run-words">{t('run.words', { words: run.words })}</p>}
      {run.kind === 'backup' && <SkippedList set={set} run={run.id} />}
    </div>
  );
}
