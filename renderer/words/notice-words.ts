import { useTranslation } from 'react-i18next';
import type { Notice } from '../../core/contract/notice.ts';
import { useErrorWords } from './error-words.ts';

/** As errors: in the person's language by kind, else as the engine says it. Where something failed, why comes with it. */
export function useNoticeWords(): (notice: Notice) => string {
  const { t, i18n } = useTranslation('notices');
  const errorWords = useErrorWords();
  return ({ kind, figures, words, error }) => {
    if (!i18n.exists(kind, { ns: 'notices' })) return words;
    const own = t(kind, { ...figures });
    return error ? `${own} ${errorWords(error)}` : own;
  };
}
