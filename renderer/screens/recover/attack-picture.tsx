import './attack-picture.css';
import { useTranslation } from 'react-i18next';
import type { TimelineView } from '../../../core/contract/recover.ts';
import { useFormat } from '../../format/use-format.ts';
import { pictureOf } from './picture.ts';

const percent = (share: number): string => `${share * 100}%`;

/** What happened, at a glance; the same in words and as a table stands below it. */
export function AttackPicture({ timeline }: { readonly timeline: TimelineView }) {
  const { t } = useTranslation('recover');
  const format = useFormat();
  const { from, to, bars, dots, suggested, began } = pictureOf(timeline);
  const at = to - from < 2 * 86_400_000 ? format.dateAndTime : format.date;
  return (
    <figure className="attack-picture">
      <svg role="img" aria-label={t('picture.label')} width="100%" height="200">
        {began !== null && (
          <rect className="after" x={percent(began)} y="0" width={percent(1 - began)} height="200" />
        )}
        {bars.map(({ left, width, ours, hostile }) => (
          <g key={left}>
            <rect
              className="ours"
              x={percent(left)}
              width={percent(width)}
              y={76 - ours * 60}
              height={ours * 60}
            />
            <rect
              className="hostile"
              x={percent(left)}
              width={percent(width)}
              y="106"
              height={hostile * 84}
            />
          </g>
        ))}
        <line className="axis" x1="0" x2="100%" y1="100" y2="100" />
        {dots.map((dot) => (
          <circle key={dot} className="backup" cx={percent(dot)} cy="90" r="3" />
        ))}
        {began !== null && <line className="began" x1={percent(began)} x2={percent(began)} y1="0" y2="200" />}
        {suggested !== null && <circle className="ring" cx={percent(suggested)} cy="90" r="9" />}
      </svg>
      <div className="row spread soft" aria-hidden="true">
        <span>{at(from)}</span>
        <span>{at(to)}</span>
      </div>
      <figcaption className="row legend">
        <span>
          <i className="key backup" /> {t('picture.backups')}
        </span>
        <span>
          <i className="key ours" /> {t('picture.backupWrites')}
        </span>
        <span>
          <i className="key hostile" /> {t('picture.hostile')}
        </span>
        {began !== null && (
          <span>
            <i className="key began" /> {t('picture.began')}
          </span>
        )}
        {suggested !== null && (
          <span>
            <i className="key ring" /> {t('picture.suggested')}
          </span>
        )}
      </figcaption>
      <details className="twin">
        <summary>{t('picture.table')}</summary>
        <div className="twin-scroll" tabIndex={0} role="region" aria-label={t('picture.table')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('picture.when')}</th>
                <th scope="col" className="number">
                  {t('picture.backupWrites')}
                </th>
                <th scope="col" className="number">
                  {t('picture.hostile')}
                </th>
              </tr>
            </thead>
            <tbody>
              {timeline.activity
                .filter(({ ours, hostile }) => ours + hostile > 0)
                .slice(-500)
                .map(({ at, ours, hostile }) => (
                  <tr key={at}>
                    <th scope="row">{format.dateAndTime(at)}</th>
                    <td className="number">{format.count(ours)}</td>
                    <td className="number">{format.count(hostile)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
