import { useEffect } from 'react';
import { useApp } from '../state/app-store.ts';
import { speak } from '../words/words.ts';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** Theme and language as the person chose, else as the system has them. Recovery after an attack is always dark. */
export function useLook(): void {
  const theme = useApp(({ state, screen }) =>
    screen === 'recover' ? 'dark' : (state?.settings.theme ?? 'system'),
  );
  const language = useApp(({ state }) => state?.settings.language ?? 'system');
  useEffect(() => {
    const apply = (): void => {
      document.documentElement.dataset['theme'] =
        theme === 'system' ? (darkSystem.matches ? 'dark' : 'light') : theme;
    };
    apply();
    darkSystem.addEventListener('change', apply);
    return () => darkSystem.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    void speak(language === 'system' ? navigator.language : language);
  }, [language]);
}
