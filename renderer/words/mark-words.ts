import { useTranslation } from 'react-i18next';
import type { SnapshotMark } from '../../core/contract/browse.ts';

/** As errors: in the person's language by kind. What only its own figures or names explain is as the engine says it. */
export function useMarkWords(): (mark: Pick<SnapshotMark, 'kind' | 'words'>) => string {
  const { t, i18n } = useTranslation('marks');
  return ({ kind, words }) => (i18n.exists(kind, { ns: 'marks' }) ? t(kind) : words);
}
