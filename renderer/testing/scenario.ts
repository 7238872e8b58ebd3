import type { Screen } from '../../core/contract/notice.ts';
import type { FakeHandlers } from './fake-bridge.ts';

/** One form of one screen, to look at: empty, little, a lot, busy, offline, broken. */
export type Scenario = {
  readonly name: string;
  readonly screen: Screen;
  readonly handlers: FakeHandlers;
  /** Selectors that are clicked one after the other once the screen stands, the same in every language. */
  readonly press?: readonly string[];
};
