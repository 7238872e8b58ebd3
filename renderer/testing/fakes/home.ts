import type { Scenario } from '../scenario.ts';
import { appState, laptop } from './app-state.ts';

export const homeScenarios: readonly Scenario[] = [
  { name: 'home-protected', screen: 'home', handlers: { 'app.state': async () => appState([laptop]) } },
  { name: 'home-first-start', screen: 'home', handlers: { 'app.state': async () => appState([]) } },
];
