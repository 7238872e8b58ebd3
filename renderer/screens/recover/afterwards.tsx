import { useTranslation } from 'react-i18next';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { act, askSecret } from '../../state/act.ts';
import { show, useApp } from '../../state/app-store.ts';
import { Clean } from './clean.tsx';

/** What is left to do once the files are back. Each by itself, none by itself. */
export function Afterwards() {
  const { t } = useTranslation('recover');
  const set = useApp((store) => store.set);
  const isPaused = useApp(
    ({ state }) => state?.sets.some(({ pausedUntil }) => pausedUntil !== null) ?? false,
  );
  return (
    <Card title={t('after.title')}>
      <ol className="afterwards">
        <li className="stack tight">
          <h3>{t('after.key')}</h3>
          <p className="soft">{t('after.keyWords')}</p>
          <div className="row">
            {set !== null && (
              <Button onPress={() => void askSecret('replace-key', set)}>{t('after.keyButton')}</Button>
            )}
            <Button onPress={() => show('wizard')}>{t('after.newButton')}</Button>
          </div>
        </li>
        <li className="stack tight">
          <h3>{t('after.clean')}</h3>
          <p className="soft">{t('after.cleanWords')}</p>
          <Clean />
        </li>
        {set !== null && (
          <li className="stack tight">
            <h3>{t('after.kit')}</h3>
            <p className="soft">{t('after.kitWords')}</p>
            <div className="row">
              <Button onPress={() => void askSecret('kit-open', set)}>{t('after.kitButton')}</Button>
            </div>
          </li>
        )}
        {isPaused && (
          <li className="stack tight">
            <h3>{t('after.resume')}</h3>
            <p className="soft">{t('after.resumeWords')}</p>
            <div className="row">
              <Button onPress={() => void act('set.pause', { set: null, how: 'off' })}>
                {t('after.resumeButton')}
              </Button>
            </div>
          </li>
        )}
      </ol>
    </Card>
  );
}
