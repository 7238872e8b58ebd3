import { KeyRound, MonitorCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { RecoveryView } from '../../../core/contract/recover.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Check } from '../../parts/check.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Select } from '../../parts/select.tsx';
import { act, askSecret } from '../../state/act.ts';
import { useApp } from '../../state/app-store.ts';

type Props = {
  readonly view: RecoveryView;
  readonly onOpened: () => void;
};

/** Words and keys are typed in a window of their own, never here. */
export function Connect({ view, onOpened }: Props) {
  const { t } = useTranslation('recover');
  const sets = useApp(({ state }) => state?.sets ?? []);
  const shown = useApp((store) => store.set);
  const [set, setSet] = useState(shown);
  const [pauses, setPauses] = useState(true);
  const [busy, setBusy] = useState<'set' | 'kit' | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const [isClosed, setIsClosed] = useState(false);
  const isPaused = sets.every(({ pausedUntil }) => pausedUntil !== null);

  const connect = async (from: 'set' | 'kit'): Promise<void> => {
    if (busy !== null) return;
    setBusy(from);
    setError(null);
    setIsClosed(false);
    const failure = from === 'set' ? await openSet(set) : await openKit();
    if (failure === null && pauses && sets.length > 0 && !isPaused)
      await act('set.pause', { set: null, how: 'until-resumed' });
    setBusy(null);
    if (failure === 'closed') setIsClosed(true);
    else if (failure !== null) setError(failure);
    else onOpened();
  };

  return (
    <div className="stack loose">
      <p className="lead">{t('connect.words')}</p>
      <NoticeBar tone="amber" title={t('connect.cleanTitle')}>
        <p>{t('connect.clean')}</p>
      </NoticeBar>
      {view.open && (
        <NoticeBar tone="good" live>
          <p>{t('connect.open', { place: view.place ?? '' })}</p>
        </NoticeBar>
      )}
      {sets.length > 0 && !isPaused && (
        <Check isSelected={pauses} onChange={setPauses}>
          {t('connect.pause')}
        </Check>
      )}
      <div className="ways">
        {sets.length > 0 && (
          <Card title={t('connect.fromSet')}>
            <div className="stack">
              <p className="soft">{t('connect.fromSetWords')}</p>
              {sets.length > 1 && (
                <Select
                  label={t('backupSet', { ns: 'common' })}
                  value={set ?? ''}
                  onChange={setSet}
                  options={sets.map(({ id, name }) => ({ value: id, words: name }))}
                />
              )}
              <div>
                <Button
                  look={view.open ? 'plain' : 'primary'}
                  isDisabled={set === null}
                  onPress={() => void connect('set')}
                >
                  <MonitorCheck size={16} aria-hidden="true" />
                  {t('connect.connect')}
                </Button>
              </div>
            </div>
          </Card>
        )}
        <Card title={t('connect.fromKit')}>
          <div className="stack">
            <p className="soft">{t('connect.fromKitWords')}</p>
            <div>
              <Button
                look={view.open || sets.length > 0 ? 'plain' : 'primary'}
                onPress={() => void connect('kit')}
              >
                <KeyRound size={16} aria-hidden="true" />
                {t('connect.kit')}
              </Button>
            </div>
          </div>
        </Card>
      </div>
      <div role="status">
        {busy === 'kit' && <p className="soft">{t('connect.other')}</p>}
        {busy === 'set' && <p className="soft">{t('connect.connecting')}</p>}
        {isClosed && <p>{t('connect.closed')}</p>}
      </div>
      {error && <ErrorPanel error={error} />}
    </div>
  );
}

async function openSet(set: string | null): Promise<ErrorShape | 'closed' | null> {
  if (set === null) return 'closed';
  const reply = await act('recover.open-set', { set });
  if (reply.ok) return null;
  if (reply.error.code !== 'set-locked') return reply.error;
  const given = await askSecret('unlock', set);
  if (!given.ok) return given.error;
  if (given.value === 'closed') return 'closed';
  const again = await act('recover.open-set', { set });
  return again.ok ? null : again.error;
}

async function openKit(): Promise<ErrorShape | 'closed' | null> {
  const given = await askSecret('recovery', null);
  if (!given.ok) return given.error;
  return given.value === 'given' ? null : 'closed';
}
