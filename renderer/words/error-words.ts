import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { detailWords } from './detail-words.ts';

/** The words of an error in the person's language; the engine's own where there are none. */
export function useErrorWords(): (error: ErrorShape) => string {
  return errorWords(useTranslation('errors').i18n);
}

export function errorWords(words: i18n): (error: ErrorShape) => string {
  const say = detailWords(words);
  return (error) => {
    if (!words.exists(error.code, { ns: 'errors' })) return error.words;
    const unknown = words.t('unknown', { ns: 'errors', returnObjects: true }) as object;
    return words.t(error.code, { ns: 'errors', replace: { ...unknown, ...known(error.details, say) } });
  };
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
