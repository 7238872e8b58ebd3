import {
  Activity,
  FlaskConical,
  House,
  RotateCcw,
  Settings,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SetSummary } from '../../core/contract/app.ts';
import type { Screen } from '../../core/contract/notice.ts';
import { StateGlyph } from '../parts/state-glyph.tsx';
import { Select } from '../parts/select.tsx';
import { chooseSet, show, useApp, useSet } from '../state/app-store.ts';

const icons: Readonly<Partial<Record<Screen, LucideIcon>>> = {
  home: House,
  restore: RotateCcw,
  protection: ShieldCheck,
  activity: Activity,
  settings: Settings,
  practice: FlaskConical,
};

/** The same one each time: a new one would look like a change. */
const none: readonly SetSummary[] = [];

/** Navigation with words, and the backup set that all screens show. */
export function SideBar() {
  const { t } = useTranslation();
  const current = useApp(({ screen }) => screen);
  const sets = useApp(({ state }) => state?.sets ?? none);
  const set = useSet();
  const shown = (Object.keys(icons) as Screen[]).filter((screen) => screen !== 'practice' || set?.practice);
  return (
    <aside className="side">
      {set && sets.length === 1 && (
        <div className="row">
          <StateGlyph state={set.state} />
          <strong className="grow one-line">{set.name}</strong>
        </div>
      )}
      {set && sets.length > 1 && (
        <Select
          label={t('backupSet')}
          value={set.id}
          onChange={chooseSet}
          options={sets.map(({ id, name, state }) => ({
            value: id,
            words: `${name} · ${t(`states.${state}`)}`,
          }))}
        />
      )}
      <nav aria-label={t('navigation')}>
        {shown.map((screen) => {
          const Icon = icons[screen]!;
          return (
            <a
              key={screen}
              href={`#/${screen}`}
              aria-current={current === screen ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                show(screen);
              }}
            >
              <Icon size={18} aria-hidden="true" />
              {t(`screens.${screen}`)}
            </a>
          );
        })}
      </nav>
    </aside>
  );
}
