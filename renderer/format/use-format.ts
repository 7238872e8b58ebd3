import { useTranslation } from 'react-i18next';
import { money } from './money.ts';
import { size } from './size.ts';
import { ago, clock, date, dateAndTime, daysUntil, duration, mediumDate, month, shortDate } from './time.ts';

/** Figures, sizes, dates and money in the language of the window. Dates first, durations second. */
export function useFormat() {
  const { i18n, t } = useTranslation();
  const language = regional(i18n.language);
  return {
    count: (value: number) => new Intl.NumberFormat(language).format(value),
    size: (bytes: number) => size(bytes, language),
    money: (amount: number, currency: string) => money(amount, currency, language),
    percent: (share: number) => new Intl.NumberFormat(language, { style: 'percent' }).format(share),
    date: (at: number) => date(at, language),
    shortDate: (at: number) => shortDate(at, language),
    mediumDate: (at: number) => mediumDate(at, language),
    month: (at: number) => month(at, language),
    dateAndTime: (at: number) => dateAndTime(at, language),
    clock: (at: number) => clock(at, language),
    ago: (at: number, now: number) => ago(at, now, language),
    duration: (seconds: number) => duration(seconds, language),
    /** "21 December 2026 (29 days)". */
    until: (at: number, now: number) =>
      t('untilDate', { date: date(at, language), count: daysUntil(at, now) }),
  };
}

/** Where the system says where people are, dates are as there; else the day stands before the month. */
const regional = (language: string): string =>
  navigator.language.startsWith(`${language}-`) ? navigator.language : language === 'en' ? 'en-GB' : language;
