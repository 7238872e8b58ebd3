import type { TFunction } from 'i18next';
import type { RunRow } from '../../../core/contract/sets.ts';
import type { useFormat } from '../../format/use-format.ts';

type Told =
  | 'newFiles'
  | 'skipped'
  | 'renewed'
  | 'alarms'
  | 'warnings'
  | 'files'
  | 'refused'
  | 'letThrough'
  | 'problems'
  | 'names';

/** The same figure means something else in another kind of run. */
const toldOf: { readonly [K in RunRow['kind']]: readonly Told[] } = {
  backup: ['newFiles', 'skipped', 'renewed'],
  renew: ['renewed'],
  audit: ['alarms', 'warnings'],
  prove: ['refused', 'letThrough'],
  drill: ['files', 'problems'],
  retire: ['names'],
  restore: ['files', 'problems'],
};

/** What a run changed, in a few words; figures that are not there or nothing are not spoken of. */
export function changesOf(
  t: TFunction<'activity'>,
  format: ReturnType<typeof useFormat>,
): (run: Pick<RunRow, 'kind' | 'figures'>) => readonly string[] {
  return ({ figures, kind }) => {
    const shown = toldOf[kind].filter((name) => (figures[name] ?? 0) > 0);
    const stored = figures['storedBytes'] ?? figures['newBytes'] ?? 0;
    return [
      ...shown.map((name) =>
        t(`runs.${name}`, { count: figures[name] ?? 0, figure: format.count(figures[name] ?? 0) }),
      ),
      ...(stored > 0 ? [t('runs.stored', { size: format.size(stored) })] : []),
    ];
  };
}
