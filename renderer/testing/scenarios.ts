import type { Scenario } from './scenario.ts';
import { homeScenarios } from './fakes/home.ts';

/** All that the gallery and the command for pictures show. */
export const scenarios: readonly Scenario[] = [...homeScenarios];
