import type { Screen } from '../../core/contract/events.ts';
import type { FakeHandlers } from './fake-bridge.ts';

/** One form of one screen, to look at: empty, little, a lot, busy, offline, broken. */
export type Scenario = {
  readonly name: string;
  readonly screen: Screen;
  readonly handlers: FakeHandlers;
};
