import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../core/contract/app.ts';
import { Button } from '../parts/button.tsx';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { act } from '../state/act.ts';
import { chooseSet, show, useApp } from '../state/app-store.ts';
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
  'kit',
]);

/** The twins of what the desktop was told, so that nothing depends on a notification that passed by. */
export function NoticeList() {
  const { t } = useTranslation();
  const notices = useApp(({ state }) => state?.notices ?? none);
  const own = useApp((store) => store.set);
  const words = useNoticeWords();
  const screen = useApp((store) => store.screen);
  const sets = useApp(({ state }) => state?.sets ?? noSets);
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
              <Button
                look="quiet"
                icon
                aria-label={t('dismiss')}
                onPress={() => void act('app.dismiss', { notice: notice.id })}
              >
                <X size={16} aria-hidden="true" />
              </Button>
            </>
          }
        >
          <p>
            {sets.length > 1 && <strong>{sets.find(({ id }) => id === notice.set)?.name} </strong>}
            {words(notice)}
          </p>
        </NoticeBar>
      ))}
    </div>
  );
}
