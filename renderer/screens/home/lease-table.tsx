import { useTranslation } from 'react-i18next';
import type { CalendarWeek } from '../../../core/contract/sets.ts';
import { useFormat } from '../../format/use-format.ts';

/** What the bars show, for whoever reads figures or listens to them. */
export function LeaseTable({ calendar }: { readonly calendar: readonly CalendarWeek[] }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (
    <div className="lease-table" role="region" aria-label={t('calendar.title')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('calendar.week')}</th>
            <th scope="col" className="number">
              {t('calendar.needed')}
            </th>
            <th scope="col" className="number">
              {t('calendar.other')}
            </th>
          </tr>
        </thead>
        <tbody>
          {calendar.map((week) => (
            <tr key={week.from}>
              <th scope="row">{format.date(week.from)}</th>
              <td className="number">{format.size(week.neededBytes)}</td>
              <td className="number">{format.size(week.otherBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
