import { useTranslation } from 'react-i18next';
import { detailWords } from './detail-words.ts';

/** Where backups go, as the engine says it, in the person's language. */
export function usePlaceWords(): (place: string) => string {
  const say = detailWords(useTranslation('details').i18n);
  return (place) => say('place', place);
}
