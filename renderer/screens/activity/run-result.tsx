import { CircleCheck, CircleSlash, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../core/contract/sets.ts';

const icons = {
  done: CircleCheck,
  warnings: TriangleAlert,
  failed: CircleX,
  cancelled: CircleSlash,
} as const;

/** By shape and word; colour only repeats them. */
export function RunResult({ result }: { readonly result: RunRow['result'] }) {
  const { t } = useTranslation('activity');
  const Icon = icons[result];
  return (
    <span className={`run-result ${result}`}>
      <Icon size={16} aria-hidden="true" />
      {t(`results.${result}`)}
    </span>
  );
}
