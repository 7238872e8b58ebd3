import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { visibleName } from '../../format/visible-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Asked } from '../../parts/asked.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useCall } from '../../state/use-call.ts';
import { useSaidWords } from '../../words/said-words.ts';

export function EventList({ set }: { readonly set: string }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const say = useSaidWords();
  const asked = useCall('activity.events', { set, limit: 500 });
  return (
    <Asked of={asked} waiting={<Skeleton height={400} />}>
      {(events) =>
        events.length === 0 ? (
          <Empty title={t('events.none')}>{t('events.noneWords')}</Empty>
        ) : (
          <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 44 }}>
            <GridList
              aria-label={t('events.list')}
              className="list"
              items={events.map((event, index) => ({ ...event, id: index }))}
            >
              {(event) => (
                <GridListItem textValue={visibleName(say(event), 300)} className="list-row top">
                  <span className="soft list-when">{format.dateAndTime(event.at)}</span>
                  <span className="grow name">{visibleName(say(event))}</span>
                </GridListItem>
              )}
            </GridList>
          </Virtualizer>
        )
      }
    </Asked>
  );
}
