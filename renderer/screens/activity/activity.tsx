import '../../parts/tabs.css';
import './activity.css';
import { useEffect, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../core/contract/sets.ts';
import { useSet } from '../../state/app-store.ts';
import { EventList } from './event-list.tsx';
import { LogList } from './log-list.tsx';
import { RunDetail } from './run-detail.tsx';
import { RunList } from './run-list.tsx';

/** What ran, what was decided, and the log for who wants to know exactly. */
export function Activity() {
  const { t } = useTranslation('activity');
  const set = useSet();
  const [run, setRun] = useState<RunRow>();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasInRun = useRef(false);
  useEffect(() => {
    if (!run && wasInRun.current) heading.current?.focus();
    wasInRun.current = run !== undefined;
  }, [run]);
  if (!set) return null;
  if (run) return <RunDetail key={run.id} set={set.id} run={run} onBack={() => setRun(undefined)} />;
  return (
    <div className="page activity">
      <h1 ref={heading} tabIndex={-1}>
        {t('title')}
      </h1>
      <Tabs className="tabs" key={set.id}>
        <TabList aria-label={t('title')} className="tab-list">
          {(['runs', 'events', 'log'] as const).map((tab) => (
            <Tab key={tab} id={tab} className="tab">
              {t(`tabs.${tab}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="runs" className="tab-panel">
          <RunList set={set.id} onOpen={setRun} />
        </TabPanel>
        <TabPanel id="events" className="tab-panel">
          <EventList set={set.id} />
        </TabPanel>
        <TabPanel id="log" className="tab-panel">
          <LogList />
        </TabPanel>
      </Tabs>
    </div>
  );
}
