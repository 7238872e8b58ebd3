import '../../parts/tabs.css';
import './settings.css';
import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useSet } from '../../state/app-store.ts';
import { AppSettingsPanel } from './app-settings-panel.tsx';
import { SetSettingsPanel } from './set-settings-panel.tsx';

/** What a person may change: of the backup set that is shown, and of the program. All is kept as it is changed. */
export function Settings() {
  const { t } = useTranslation('settings');
  const set = useSet();
  return (
    <div className="page settings">
      <h1>{t('title')}</h1>
      <Tabs className="tabs">
        <TabList aria-label={t('title')} className="tab-list">
          {set && (
            <Tab id="set" className="tab">
              <span className="one-line">{t('ofSet', { name: set.name })}</span>
            </Tab>
          )}
          <Tab id="app" className="tab">
            {t('ofApp')}
          </Tab>
        </TabList>
        {set && (
          <TabPanel id="set" className="tab-panel">
            <SetSettingsPanel key={set.id} set={set} />
          </TabPanel>
        )}
        <TabPanel id="app" className="tab-panel">
          <AppSettingsPanel />
        </TabPanel>
      </Tabs>
    </div>
  );
}
