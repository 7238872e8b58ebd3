import { useTranslation } from 'react-i18next';
import type { Said, Saying } from '../../core/contract/said.ts';
import { useFormat } from '../format/use-format.ts';
import { visibleName } from '../format/visible-name.ts';
import { sentence } from './sentence.ts';

/** A name may be as long as a page. */
const longest = 300;
/** The last millisecond that is a date. */
const lastInstant = 8_640_000_000_000_000;

type Figure = string | number | readonly Said[] | { readonly day: number } | { readonly bytes: number };

/** What the engine says in codes, as sentences in the person's language; what it has no code for is as it says it. */
export function useSaidWords(): (told: Saying) => string {
  const say = useSaidWithin();
  return (told) => sentence(say(told));
}

/** The same within a sentence. */
export function useSaidWithin(): (told: Saying) => string {
  const { t, i18n } = useTranslation('said');
  const format = useFormat();
  const say = ({ code, ...figures }: Said): string =>
    t(code, {
      ...Object.fromEntries(
        Object.entries<Figure>(figures).map(([name, figure]) =>
          // The number itself tells one from many.
          name === 'count' ? [name, figure] : [name, show(figure)],
        ),
      ),
      ...('count' in figures && { figure: format.count(figures.count) }),
    });
  const show = (figure: Figure): string => {
    if (typeof figure === 'number') return format.count(figure);
    if (typeof figure === 'string') return visibleName(figure, longest);
    if ('bytes' in figure) return format.size(figure.bytes);
    if ('day' in figure) return Math.abs(figure.day) <= lastInstant ? format.date(figure.day) : t('never');
    return figure.map(say).join('; ');
  };
  const isKnown = (said: Said): boolean =>
    i18n.exists(said.code, { ns: 'said', ...('count' in said && { count: said.count }) });
  return ({ words, said }) => (said && isKnown(said) ? say(said) : words);
}
