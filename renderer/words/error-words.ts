import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../core/contract/error-shape.ts';

/** The words of an error in the person's language; the engine's own where there are none. */
export function useErrorWords(): (error: ErrorShape) => string {
  const { t, i18n } = useTranslation('errors');
  return (error) =>
    i18n.exists(error.code, { ns: 'errors' }) ? t(error.code, { ...error.details }) : error.words;
}
