import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { StateGlyph } from '../../parts/state-glyph.tsx';
import { act } from '../../state/act.ts';
import { show } from '../../state/app-store.ts';
import { useSaidWords } from '../../words/said-words.ts';
import type { PartProps } from './part-props.ts';

/** What looked like an attack, with the files that made it look so, until a person decides. */
export function Suspicions({ set, view, after }: PartProps) {
  const { t } = useTranslation('protection');
  const format = useFormat();
  const say = useSaidWords();
  const clear = async (since: number, why: 'it-was-me' | 'recovered'): Promise<void> => {
    const reply = await act('suspicion.clear', { set, since, why });
    after(reply.ok ? null : reply.error);
  };
  return view.suspicions.map(({ since, signals, lastClean }) => (
    <Card key={since} title={t('suspicion.title')} aside={<StateGlyph state="suspected" />}>
      <div className="stack">
        <p>{t('suspicion.since', { date: format.dateAndTime(since) })}</p>
        <p>{t(lastClean === null ? 'suspicion.nothingBefore' : 'suspicion.cleanKept')}</p>
        <ul>
          {signals.map((signal) => (
            <li key={signal.kind}>
              {say(signal)}
              {signal.files.length > 0 && (
                <details>
                  <summary>{t('suspicion.files', { count: signal.files.length })}</summary>
                  <ul>
                    {signal.files.map((file) => (
                      <li key={file} className="name">
                        {file}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ul>
        <p className="soft">{t('suspicion.safe')}</p>
        <div className="row">
          <Button look="primary" onPress={() => show('recover')}>
            {t('suspicion.recover')}
          </Button>
          <Button onPress={() => void clear(since, 'it-was-me')}>{t('suspicion.wasMe')}</Button>
          <Button onPress={() => void clear(since, 'recovered')}>{t('suspicion.recovered')}</Button>
        </div>
      </div>
    </Card>
  ));
}
