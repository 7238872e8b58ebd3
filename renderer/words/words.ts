import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

type Namespaces = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Every JSON file of a language is a namespace, named after the file. */
const files = import.meta.glob<Readonly<Record<string, unknown>>>('./*/*.json', {
  eager: true,
  import: 'default',
});

export const languages = ['en', 'de'] as const;

function namespacesOf(language: string): Namespaces {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .map(([path, words]) => [path.slice(language.length + 3, -'.json'.length), words]),
  );
}

/** @param language as the system or the person says it: de-AT, en, … */
export async function startWords(language: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: supported(language),
    fallbackLng: 'en',
    supportedLngs: [...languages],
    resources: Object.fromEntries(languages.map((one) => [one, namespacesOf(one)])),
    defaultNS: 'common',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

export async function speak(language: string): Promise<void> {
  const wanted = supported(language);
  if (i18next.language === wanted) return;
  await i18next.changeLanguage(wanted);
  document.documentElement.lang = wanted;
}

const supported = (language: string): string =>
  languages.find((one) => language.toLowerCase().startsWith(one)) ?? 'en';
