import type { i18n } from 'i18next';
import { visibleName } from '../format/visible-name.ts';
import { knownSentence } from './known-sentence.ts';

/** Names of files may be as long as a page. */
const longest = 300;
/** Details that quote the engine; all others are names and figures. */
const quoting: ReadonlySet<string> = new Set([
  'reason',
  'operation',
  'capabilities',
  'expected',
  'secret',
  'what',
  'place',
]);

type Sentences = Readonly<Record<string, string>>;

/** What an error quotes of the engine's English, in the person's language; what is not known stays as it is. */
export function detailWords(words: i18n): (name: string, detail: string) => string {
  const sentencesOf = (ns: string): Sentences => words.getResourceBundle('en', ns) as Sentences;
  const reasons = (): Sentences =>
    Object.fromEntries(Object.entries(sentencesOf('said')).filter(([key]) => key.startsWith('reason-')));
  const say = (detail: string): string | undefined => {
    const own = knownSentence(detail, sentencesOf('details'));
    const known = own ?? knownSentence(detail, reasons());
    if (!known) return undefined;
    const filled = Object.entries(known.filled).map(([name, text]) => [name, visibleName(text, longest)]);
    return words.t(known.key, { ns: own ? 'details' : 'said', replace: Object.fromEntries(filled) });
  };
  return (name, detail) => {
    const shown = visibleName(detail, longest);
    if (!quoting.has(name)) return shown;
    // Several rights stand one after another.
    const parts = detail.split(', ').map(say);
    return say(detail) ?? (parts.every((part) => part !== undefined) ? parts.join(', ') : shown);
  };
}
