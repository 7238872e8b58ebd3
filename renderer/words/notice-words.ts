import { useTranslation } from 'react-i18next';
import type { Notice } from '../../core/contract/events.ts';

/** As errors: in the person's language by kind, else as the engine says it. */
export function useNoticeWords(): (notice: Notice) => string {
  const { t, i18n } = useTranslation('notices');
  return ({ kind, figures, words }) =>
    i18n.exists(kind, { ns: 'notices' }) ? t(kind, { ...figures }) : words;
}
