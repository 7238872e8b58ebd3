import type { AppSettings } from '../../contract/app.ts';
import type { ErrorShape } from '../../contract/error-shape.ts';
import type { Instant } from '../../contract/shared.ts';
import {
  type ReportFigures,
  type ReportKind,
  type ReportLanguage,
  type ReportWords,
} from './report-kinds.ts';
import { german } from './words-de.ts';
import { english } from './words-en.ts';

export type Language = 'en' | 'de';

export const languages: Readonly<Record<Language, ReportLanguage>> = { en: english, de: german };

const locales = { en: 'en-GB', de: 'de-DE' } as const;

/** The window's choice; `system`: what this computer speaks. */
export function languageOf(
  { language }: Pick<AppSettings, 'language'>,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (language !== 'system') return language;
  const spoken =
    environment['LC_ALL'] ||
    environment['LC_MESSAGES'] ||
    environment['LANG'] ||
    Intl.DateTimeFormat().resolvedOptions().locale;
  return spoken.toLowerCase().startsWith('de') ? 'de' : 'en';
}

export const dateIn = (language: Language, instant: Instant): string =>
  new Date(instant).toLocaleDateString(locales[language], { day: 'numeric', month: 'long', year: 'numeric' });

export const countIn = (language: Language, count: number): string => count.toLocaleString(locales[language]);

/** Words for one kind. Names of files are not among them. */
export function reportWords(
  language: Language,
  about: { readonly kind: ReportKind; readonly name: string; readonly figures: ReportFigures },
): ReportWords {
  const figure = (name: string): number => Number(about.figures[name] ?? 0);
  return languages[language].kinds[about.kind]({
    name: about.name,
    figure,
    count: (name) => countIn(language, figure(name)),
    date: (name) => dateIn(language, figure(name)),
    text: (name) => String(about.figures[name] ?? ''),
  });
}

/** As `reportWords`, with what stopped it. */
export function wordsWithReason(
  language: Language,
  about: Parameters<typeof reportWords>[1] & { readonly error: ErrorShape | null },
): ReportWords {
  const { subject, text } = reportWords(language, about);
  return { subject, text: about.error ? `${text} ${languages[language].reason(about.error)}` : text };
}
