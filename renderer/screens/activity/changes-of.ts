import type { TFunction } from 'i18next';
import type { RunRow } from '../../../core/contract/sets.ts';
import type { useFormat } from '../../format/use-format.ts';

/** What a run changed, in a few words; figures that are not there or nothing are not spoken of. */
export function changesOf(
  t: TFunction<'activity'>,
  format: ReturnType<typeof useFormat>,
): (run: RunRow) => readonly string[] {
  const counted = ['newFiles', 'skipped', 'renewed', 'alarms'] as const;
  return ({ figures, kind }) => {
    const told = counted.filter((name) => (figures[name] ?? 0) > 0);
    const shown = kind === 'backup' || told.length > 0 || !figures['files'] ? told : (['files'] as const);
    const stored = figures['storedBytes'] ?? figures['newBytes'] ?? 0;
    return [
      ...shown.map((name) =>
        t(`runs.${name}`, { count: figures[name] ?? 0, figure: format.count(figures[name] ?? 0) }),
      ),
      ...(stored > 0 ? [t('runs.stored', { size: format.size(stored) })] : []),
    ];
  };
}
