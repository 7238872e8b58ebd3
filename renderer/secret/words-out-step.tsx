import { Printer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import type { StepProps } from './secret-window.tsx';
import { SubmitRow } from './submit-row.tsx';

/** The one place where the words leave the engine: to be printed or written down. */
export function WordsOutStep({ form, busy, give }: StepProps) {
  const { t } = useTranslation('secret');
  const page = useRef<HTMLDivElement>(null);
  const html = form.kit?.html;
  useEffect(() => {
    if (page.current && html !== undefined) showPage(page.current, html);
  }, [html]);
  if (!form.kit) return null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give({});
      }}
    >
      <ol className="recovery-words" aria-label={t('recoveryWords')} translate="no">
        {form.kit.words.map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p className="soft">{t('fingerprint', { fingerprint: form.kit.fingerprint })}</p>
      <p>{t('wordsMeaning')}</p>
      <div>
        <Button onPress={() => window.print()}>
          <Printer size={16} aria-hidden="true" />
          {t('print')}
        </Button>
      </div>
      <SubmitRow words={t('wordsKept')} busy={busy} />
      {createPortal(<div className="kit-page" ref={page} />, document.body)}
    </form>
  );
}

/**
 * The kit's page has a style of its own. A sheet made by script is not an inline style, so the window's policy stands,
 * and in a shadow root it touches nothing else.
 */
function showPage(host: HTMLElement, html: string): void {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const style = [...parsed.querySelectorAll('style')].map(({ textContent }) => textContent).join('\n');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.replaceAll(/:root|\bbody\b/g, ':host'));
  shadow.adoptedStyleSheets = [sheet];
  for (const element of parsed.querySelectorAll('script, style, link')) element.remove();
  shadow.replaceChildren(...parsed.body.childNodes);
}
