import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../core/contract/app.ts';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { lockNotices, stickyNotices } from '../../core/contract/notice.ts';
import { Button } from '../parts/button.tsx';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { act } from '../state/act.ts';
import { chooseSet, show, useApp, useRunningJob } from '../state/app-store.ts';
import { useErrorWords } from '../words/error-words.ts';
import { useNoticeWords } from '../words/notice-words.ts';

/** The same one each time: a new one would look like a change. */
const none: AppState['notices'] = [];
const noSets: AppState['sets'] = [];

/** Home says these of its own set in its sentence or as needs: once is enough. */
const saidByHome: ReadonlySet<string> = new Set([
  'suspected',
  'locks-early',
  'locks-urgent',
  'locks-last',
  'locks-lapsed',
  'backup-failed',
  'files-skipped',
  'key-alarm',
  'clock',
]);

/** The twins of what the desktop was told, so that nothing depends on a notification that passed by. */
export function NoticeList() {
  const { t } = useTranslation();
  const notices = useApp(({ state }) => state?.notices ?? none);
  const own = useApp((store) => store.set);
  const words = useNoticeWords();
  const errorWords = useErrorWords();
  const screen = useApp((store) => store.screen);
  const sets = useApp(({ state }) => state?.sets ?? noSets);
  const [failed, setFailed] = useState<{ readonly notice: string; readonly error: ErrorShape }>();
  const shown = notices.filter(({ kind, set }) => screen !== 'home' || set !== own || !saidByHome.has(kind));
  if (shown.length === 0) return null;
  return (
    <div className="notices">
      {shown.slice(0, 3).map((notice) => (
        <NoticeBar
          key={notice.id}
          live
          tone={notice.urgency === 'critical' ? 'red' : notice.urgency === 'normal' ? 'amber' : 'plain'}
          actions={
            <>
              {lockNotices.has(notice.kind) && notice.set !== null && (
                <ExtendNow
                  set={notice.set}
                  onFailed={(error) => setFailed(error && { notice: notice.id, error })}
                />
              )}
              {notice.screen !== screen && (
                <Button
                  onPress={() => {
                    if (notice.set !== null) chooseSet(notice.set);
                    show(notice.screen);
                  }}
                >
                  {t('look')}
                </Button>
              )}
              {!stickyNotices.has(notice.kind) && (
                <Button
                  look="quiet"
                  icon
                  aria-label={t('dismiss')}
                  onPress={() => void act('app.dismiss', { notice: notice.id })}
                >
                  <X size={16} aria-hidden="true" />
                </Button>
              )}
            </>
          }
        >
          <p>
            {sets.length > 1 && <strong>{sets.find(({ id }) => id === notice.set)?.name} </strong>}
            {words(notice)}
          </p>
          {failed?.notice === notice.id && <p>{errorWords(failed.error)}</p>}
        </NoticeBar>
      ))}
    </div>
  );
}

/** The same as Home's need. A sealed set is shown instead: there its passphrase is typed. */
function ExtendNow({
  set,
  onFailed,
}: {
  readonly set: string;
  readonly onFailed: (error: ErrorShape | undefined) => void;
}) {
  const { t } = useTranslation('home');
  const job = useRunningJob(set, 'renew');
  const isSealed = useApp(({ state }) => state?.sets.find(({ id }) => id === set)?.locked ?? false);
  const extend = async (): Promise<void> => {
    if (isSealed) {
      chooseSet(set);
      return show('home');
    }
    const reply = await act('job.start', { set, kind: 'renew' });
    onFailed(reply.ok ? undefined : reply.error);
  };
  return (
    <Button isDisabled={job !== undefined} onPress={() => void extend()}>
      {t('needs.do.renew')}
    </Button>
  );
}
