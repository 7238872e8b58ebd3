import './search.css';
import { File, Folder, Link2, Search as Lens, X } from 'lucide-react';
import { memo, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import type { SearchHit } from '../../../core/contract/browse.ts';
import { useFormat } from '../../format/use-format.ts';
import { visibleName } from '../../format/visible-name.ts';
import { Empty } from '../../parts/empty.tsx';
import { ErrorPanel } from '../../parts/error-panel.tsx';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { VirtualTree, type TreeItem } from '../../parts/virtual-tree.tsx';
import { useAgainWhile } from '../../state/use-again-while.ts';
import { useCall } from '../../state/use-call.ts';
import { useSettled } from './use-settled.ts';

const icons = { file: File, folder: Folder, link: Link2, other: File } as const;
/** As many as one answer holds; whoever sees more than these types another letter. */
const most = 500;

/** The first door: a part of the name is enough, whichever day it was on. */
export function SearchBox({
  text,
  onText,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  const { t } = useTranslation('restore');
  return (
    <SearchField className="search-box" value={text} onChange={onText} maxLength={500}>
      <Label>{t('search.label')}</Label>
      <div className="search-input">
        <Lens size={16} aria-hidden="true" />
        <Input className="input" placeholder={t('search.hint')} />
        {text !== '' && (
          <Button className="button quiet icon" aria-label={t('search.clear')}>
            <X size={16} aria-hidden="true" />
          </Button>
        )}
      </div>
    </SearchField>
  );
}

type Props = {
  readonly set: string;
  readonly text: string;
  readonly onLook: (hit: SearchHit | null) => void;
};

/** Files of all snapshots whose names fit, each once, what fits best first. */
export function SearchHits({ set, text, onLook }: Props) {
  const { t } = useTranslation('restore');
  const settled = useSettled(text.trim(), 150);
  const asked = useCall(
    'search.names',
    settled === '' ? null : { set, text: settled, offset: 0, limit: most },
  );
  useAgainWhile((asked.value?.unread ?? 0) > 0, asked.again);
  // Not its place: others come before it as more snapshots are read.
  const [active, setActive] = useState<string>();
  const hits = asked.value?.hits ?? [];
  const at = Math.max(
    0,
    hits.findIndex(({ path }) => path === active),
  );
  const looked = hits[at] ?? null;
  useEffect(() => setActive(undefined), [settled]);
  useEffect(() => onLook(looked), [looked, onLook]);
  const activate = useCallback((index: number) => setActive(hits[index]?.path), [hits]);
  const itemAt = (index: number): TreeItem => ({
    id: hits[index]!.path,
    level: 1,
    expanded: null,
    selected: index === at,
    position: index,
    setSize: hits.length,
    content: <HitCells hit={hits[index]!} />,
  });
  return (
    <div className="search-hits" aria-busy={asked.busy}>
      {asked.error && <ErrorPanel error={asked.error} onRetry={asked.again} />}
      {asked.value && asked.value.unread > 0 && (
        <NoticeBar tone="plain">
          <p>{t('search.unread', { count: asked.value.unread })}</p>
        </NoticeBar>
      )}
      <p className="visually-hidden" role="status">
        {asked.value && !asked.busy ? t('search.found', { count: hits.length }) : ''}
      </p>
      {!asked.value && !asked.error && <Skeleton height={200} />}
      {asked.value && hits.length === 0 && <Empty title={t('search.none')}>{t('search.noneHint')}</Empty>}
      {hits.length > 0 && (
        <VirtualTree
          label={t('search.results')}
          count={hits.length}
          itemAt={itemAt}
          rowHeight={52}
          flat
          active={at}
          onActive={activate}
        />
      )}
      {asked.value?.more && <p className="soft search-more">{t('search.more', { count: hits.length })}</p>}
    </div>
  );
}

const HitCells = memo(function HitCells({ hit }: { readonly hit: SearchHit }) {
  const { t } = useTranslation('restore');
  const format = useFormat();
  const Icon = icons[hit.kind];
  return (
    <>
      <Icon size={16} aria-hidden="true" className="entry-icon" />
      <span className="grow hit-name">
        <bdi className="one-line">{visibleName(hit.name)}</bdi>
        <bdi className="one-line soft">{visibleName(hit.path, 1000)}</bdi>
      </span>
      <span className="hit-facts soft">
        <span>
          {format.mediumDate(hit.newest.at)}
          {hit.kind === 'file' && ` · ${format.size(hit.newest.size)}`}
        </span>
        <span>
          {hit.gone ? (
            <strong className="hit-gone">{t('search.gone')}</strong>
          ) : (
            t('search.versions', { count: hit.versions })
          )}
        </span>
      </span>
    </>
  );
});
