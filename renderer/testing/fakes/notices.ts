import type { Notice } from '../../../core/contract/notice.ts';
import { FakeFailure } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';

const notice = (change: Pick<Notice, 'id' | 'kind' | 'set' | 'screen'> & Partial<Notice>): Notice => ({
  at: now,
  urgency: 'critical',
  figures: {},
  words: '',
  error: null,
  ...change,
});

const photos = { ...laptop, id: 'photos', name: 'Photos', locked: true };

/** What stands above a screen that does not say it itself. */
export const noticeScenarios: readonly Scenario[] = [
  {
    name: 'notices',
    screen: 'activity',
    handlers: {
      'app.state': async () =>
        appState([{ ...laptop, state: 'at-risk', protectedUntil: now + day }, photos], {
          notices: [
            notice({ id: 'locks-early:main', kind: 'locks-last', set: 'main', screen: 'protection' }),
            notice({ id: 'locks-early:photos', kind: 'locks-early', set: 'photos', screen: 'protection' }),
            notice({ id: 'suspected:main', kind: 'suspected', set: 'main', screen: 'recover' }),
          ],
        }),
      'activity.runs': async () => ({ total: 0, runs: [] }),
      'job.start': async ({ set, kind }) => {
        throw new FakeFailure({
          code: set === 'main' && kind === 'renew' ? 'network-unreachable' : 'bug',
          details: { endpoint: 's3.example.com' },
          words: '',
          retry: 'later',
        });
      },
    },
  },
];
