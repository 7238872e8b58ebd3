import type { Scenario } from './scenario.ts';
import { settingsScenarios } from './fakes/settings.ts';
import { practiceScenarios } from './fakes/practice.ts';
import { activityScenarios } from './fakes/activity.ts';
import { noticeScenarios } from './fakes/notices.ts';
import { protectionScenarios } from './fakes/protection.ts';
import { wizardScenarios } from './fakes/wizard.ts';
import { homeScenarios } from './fakes/home.ts';
import { recoverScenarios } from './fakes/recover.ts';
import { restoreScenarios } from './fakes/restore.ts';

/** All that the gallery and the command for pictures show. */
export const scenarios: readonly Scenario[] = [
  ...homeScenarios,
  ...protectionScenarios,
  ...wizardScenarios,
  ...restoreScenarios,
  ...recoverScenarios,
  ...activityScenarios,
  ...practiceScenarios,
  ...settingsScenarios,
  ...noticeScenarios,
];
