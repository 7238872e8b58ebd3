import { useTranslation } from 'react-i18next';
import type { Source } from '../../../core/contract/shared.ts';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { useCall } from '../../state/use-call.ts';
import type { Ticks } from './ticks.ts';
import { useSettled } from './use-settled.ts';

type Props = {
  readonly source: Source;
  readonly snapshot: string;
  readonly ticks: Ticks;
  readonly onClear: () => void;
  readonly onRestore: () => void;
};

/** What is ticked, counted while it is ticked. */
export function SelectionBar({ source, snapshot, ticks, onClear, onRestore }: Props) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const settled = useSettled(ticks, 250);
  const isNone = ticks.size === 0;
  const total = useCall(
    'restore.total',
    settled.size === 0 || isNone ? null : { source, snapshot, paths: [...settled.keys()] },
  );
  const known = !isNone && settled === ticks && !total.busy ? total.value : undefined;
  const words = isNone
    ? t('bar.none')
    : known
      ? t(known.atLeast ? 'bar.atLeast' : 'bar.total', {
          count: known.files,
          files: format.count(known.files),
          size: format.size(known.bytes),
        })
      : t('bar.counting', { count: ticks.size });
  return (
    <footer className="selection-bar">
      {total.error && !isNone && <ErrorPanel error={total.error} onRetry={total.again} />}
      <div className="row spread">
        <p role="status" className="grow">
          {words}
        </p>
        {!isNone && (
          <Button look="quiet" onPress={onClear}>
            {t('bar.clear')}
          </Button>
        )}
        <Button look="primary" isDisabled={isNone} onPress={onRestore}>
          {known && !known.atLeast
            ? t('bar.restore', { count: known.files, files: format.count(known.files) })
            : t('bar.restoreSome')}
        </Button>
      </div>
    </footer>
  );
}
