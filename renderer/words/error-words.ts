import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { useDetailWords } from './detail-words.ts';

/** The words of an error in the person's language; the engine's own where there are none. */
export function useErrorWords(): (error: ErrorShape) => string {
  const { t, i18n } = useTranslation('errors');
  const detailWords = useDetailWords();
  return ({ code, details, words }) =>
    i18n.exists(code, { ns: 'errors' })
      ? t(code, { ...(t('unknown', { returnObjects: true }) as object), ...known(details, detailWords) })
      : words;
}

/** Details that are not there must not hide the words that stand for them. */
const known = (
  details: ErrorShape['details'],
  say: (name: string, detail: string) => string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => {
      const text = String(value ?? '');
      return text === '' ? [] : [[name, say(name, text)]];
    }),
  );
