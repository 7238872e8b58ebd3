import type { PracticeView } from '../../../core/contract/practice.ts';
import { FakeFailure, type FakeHandlers } from '../fake-bridge.ts';
import type { Scenario } from '../scenario.ts';
import { appState, day, laptop, now } from './app-state.ts';

const view: PracticeView = {
  running: true,
  now,
  aheadDays: 0,
  bytes: 1.4e9,
  attacks: ['encrypt', 'overwrite', 'hide', 'longer-locks'].map((kind) => ({
    kind,
    words: `He does: ${kind}`,
  })),
  lastAttack: null,
};

function practice(name: string, change: Partial<PracticeView> = {}, handlers: FakeHandlers = {}): Scenario {
  return {
    name: `practice-${name}`,
    screen: 'practice',
    handlers: {
      'app.state': async () => appState([{ ...laptop, practice: true }]),
      'practice.view': async () => ({ ...view, ...change }),
      'practice.move-clock': async ({ days }) => ({ ...view, now: now + days * day, aheadDays: days }),
      'practice.attack': async () => {
        throw new FakeFailure({ code: 'set-busy', details: {}, words: '', retry: 'later' });
      },
      ...handlers,
    },
  };
}

export const practiceScenarios: readonly Scenario[] = [
  practice('calm'),
  practice('attacked', {
    now: now + 12 * day,
    aheadDays: 12,
    lastAttack: {
      kind: 'hide',
      at: now + 12 * day,
      words: 'He hid 1,204 objects and tried to delete 1,204 locked versions: all attempts were refused.',
    },
  }),
  practice(
    'attacking',
    {},
    {
      'app.state': async () =>
        appState([{ ...laptop, practice: true, state: 'working' }], {
          jobs: [
            {
              id: 'attack-1',
              kind: 'practice-attack',
              set: 'main',
              state: 'running',
              startedAt: now,
              endedAt: null,
              progress: null,
              words: null,
              figures: {},
              error: null,
              question: null,
            },
          ],
        }),
    },
  ),
  practice('no-vault', {}, { 'app.state': async () => appState([laptop]) }),
  practice(
    'broken',
    {},
    {
      'practice.view': async () => {
        throw new FakeFailure({ code: 'port-busy', details: { port: 41_207 }, words: '', retry: 'later' });
      },
    },
  ),
];
