import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../core/contract/calls.ts';
import type { SetSummary } from '../../../core/contract/app.ts';
import type { ErrorShape } from '../../../core/contract/error-shape.ts';
import type { JobView } from '../../../core/contract/jobs.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { act } from '../../state/act.ts';
import { show } from '../../state/app-store.ts';
import { isUrgent } from './is-urgent.ts';

type Pause = Input<'set.pause'>['how'];
const pauses: readonly Pause[] = ['hour', 'tomorrow', 'until-resumed'];

/** Back up or stop, restore, pause or go on. */
export function HomeActions({
  set,
  job,
  isEnded,
}: {
  readonly set: SetSummary;
  readonly job: JobView | undefined;
  readonly isEnded: boolean;
}) {
  const { t } = useTranslation('home');
  const [error, setError] = useState<ErrorShape>();
  const tell = (reply: { readonly ok: boolean; readonly error?: ErrorShape }): void => setError(reply.error);
  const pause = async (how: Pause): Promise<void> => tell(await act('set.pause', { set: set.id, how }));
  return (
    <div className="stack tight">
      <div className="row">
        {job ? (
          <Button onPress={() => void act('job.cancel', { job: job.id }).then(tell)}>{t('stop')}</Button>
        ) : (
          !isEnded && (
            <Button
              look={isUrgent(set.state) ? 'plain' : 'primary'}
              onPress={() => void act('job.start', { set: set.id, kind: 'backup' }).then(tell)}
            >
              {t('backUpNow')}
            </Button>
          )
        )}
        {set.state !== 'empty' && <Button onPress={() => show('restore')}>{t('restoreFiles')}</Button>}
        {!isEnded &&
          (set.pausedUntil === null ? (
            <MenuTrigger>
              <Button look="quiet">
                {t('pause')}
                <ChevronDown size={16} aria-hidden="true" />
              </Button>
              <Popover className="popover">
                <Menu onAction={(how) => void pause(how as Pause)}>
                  {pauses.map((how) => (
                    <MenuItem key={how} id={how} className="option">
                      {t(`pauseFor.${how}`)}
                    </MenuItem>
                  ))}
                </Menu>
              </Popover>
            </MenuTrigger>
          ) : (
            <Button look="quiet" onPress={() => void pause('off')}>
              {t('resume')}
            </Button>
          ))}
      </div>
      {error && <ErrorPanel error={error} />}
    </div>
  );
}
