import './details.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryRow, FileVersion } from '../../../core/contract/browse.ts';
import type { Source } from '../../../core/contract/shared.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { Asked } from '../../parts/asked.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useCall } from '../../state/use-call.ts';
import { useSaidWords } from '../../words/said-words.ts';
import { FilePreview } from './preview.tsx';
import { Mark } from './time-line.tsx';

export type LookedAt = Pick<EntryRow, 'path' | 'name' | 'kind'> & {
  readonly size: number | null;
  readonly modifiedAt: number | null;
  readonly target: string | null;
};

type Props = {
  readonly source: Source;
  /** The snapshot it is seen in. */
  readonly snapshot: string;
  readonly entry: LookedAt | null;
  readonly onRestoreVersion: (entry: LookedAt, version: FileVersion) => void;
  /** Where it was found by its name: leads to it in the tree. */
  readonly onShow?: (() => void) | undefined;
};

/** What is known of the entry that is looked at: all its versions, and what it looks like. */
export function Details({ source, snapshot, entry, onRestoreVersion, onShow }: Props) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  if (!entry) return <Empty title={t('details.nothing')}>{t('details.nothingHint')}</Empty>;
  return (
    <div className="details stack">
      <div className="stack tight">
        <h2 className="details-name">
          <bdi>{visibleName(entry.name, 1000)}</bdi>
        </h2>
        <p className="soft details-path">
          <bdi>{visibleName(entry.path, 2000)}</bdi>
        </p>
        <p className="soft">
          {[
            entry.kind === 'file' && entry.size !== null ? format.size(entry.size) : t(`kind.${entry.kind}`),
            entry.modifiedAt !== null && t('details.changed', { date: format.dateAndTime(entry.modifiedAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {entry.target !== null && (
          <p className="soft">
            {t('details.target')} <bdi>{visibleName(entry.target, 1000)}</bdi>
          </p>
        )}
        {onShow && (
          <div>
            <Button onPress={onShow}>{t('details.show')}</Button>
          </div>
        )}
      </div>
      {entry.kind === 'file' && (
        <Versions
          key={entry.path}
          source={source}
          snapshot={snapshot}
          entry={entry}
          onRestore={(version) => onRestoreVersion(entry, version)}
        />
      )}
    </div>
  );
}

function Versions({
  source,
  snapshot,
  entry,
  onRestore,
}: {
  readonly source: Source;
  readonly snapshot: string;
  readonly entry: LookedAt;
  readonly onRestore: (version: FileVersion) => void;
}) {
  const { t } = useTranslation('restore');
  const asked = useCall('file.versions', { source, path: entry.path });
  const [seen, setSeen] = useState<string | null>(null);
  return (
    <>
      <section aria-label={t('preview.title')} className="stack tight">
        <h3>{t('preview.title')}</h3>
        <FilePreview source={source} snapshot={seen ?? snapshot} path={entry.path} name={entry.name} />
      </section>
      <section aria-label={t('versions.title')} className="stack tight">
        <h3>{t('versions.title')}</h3>
        <Asked of={asked}>
          {(versions) => (
            <ul className="versions">
              {versions.slice(0, 200).map((version) => (
                <VersionRow
                  key={version.snapshot}
                  version={version}
                  isSeen={seen === version.snapshot}
                  onSee={() => setSeen(version.snapshot)}
                  onRestore={() => onRestore(version)}
                />
              ))}
              {versions.length > 200 && (
                <li className="soft">{t('versions.more', { count: versions.length - 200 })}</li>
              )}
            </ul>
          )}
        </Asked>
      </section>
    </>
  );
}

function VersionRow({
  version,
  isSeen,
  onSee,
  onRestore,
}: {
  readonly version: FileVersion;
  readonly isSeen: boolean;
  readonly onSee: () => void;
  readonly onRestore: () => void;
}) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const say = useSaidWords();
  const { sizeChange } = version;
  const date = format.dateAndTime(version.modifiedAt ?? version.at);
  const change =
    sizeChange === null
      ? t('versions.first')
      : sizeChange === 0
        ? t('versions.sameSize')
        : t(sizeChange > 0 ? 'versions.larger' : 'versions.smaller', {
            size: format.size(Math.abs(sizeChange)),
          });
  return (
    <li className={isSeen ? 'version seen' : 'version'}>
      <div className="grow">
        <div className="row">
          <span>{date}</span>
          {version.marks.map((mark) => (
            <Mark key={mark.kind} words={say(mark)} severity={mark.severity} />
          ))}
        </div>
        <div className="soft">
          {format.size(version.size)} · {change}
        </div>
        <div className="soft">{t('versions.in', { count: version.snapshots })}</div>
      </div>
      <div className="version-buttons">
        <Button look="quiet" aria-pressed={isSeen} aria-label={t('versions.seeOf', { date })} onPress={onSee}>
          {t('versions.see')}
        </Button>
        <Button aria-label={t('versions.restoreOf', { date })} onPress={onRestore}>
          {t('versions.restore')}
        </Button>
      </div>
    </li>
  );
}
