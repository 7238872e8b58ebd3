import type { AppState } from '../../contract/app.ts';
import type { Handlers, SecretHandlers } from '../../contract/bridge.ts';
import type { OpenLog } from '../logs/open-log.ts';
import { sendTestReport } from '../reports/send-test-report.ts';
import { makeProtectionHandlers } from '../protection/make-protection-handlers.ts';
import type { Desk } from '../secret-desk/desk.ts';
import { makeSetUpHandlers } from '../set-up-flow/make-set-up-handlers.ts';
import { makeActivityHandlers } from './activity-handlers.ts';
import { makeAppHandlers } from './app-handlers.ts';
import { makeJobHandlers, type StartJob } from './job-handlers.ts';
import { notYet } from './not-yet.ts';
import { makePracticeHandlers } from './practice-handlers.ts';
import type { Vaults } from './practice-vaults.ts';
import type { ServiceContext } from './service-context.ts';
import type { SetBook } from './set-book.ts';
import { makeSetHandlers } from './set-handlers.ts';

type Parts = {
  readonly context: ServiceContext;
  readonly desk: Desk;
  readonly book: SetBook;
  readonly startJob: StartJob;
  readonly vaults: Vaults;
  readonly log: OpenLog;
  readonly state: () => AppState;
  readonly dismissNotice: (notice: string) => void;
  readonly onSetsChanged: () => void;
};

type Assembled = {
  readonly handlers: Handlers;
  readonly secretHandlers: SecretHandlers;
  readonly setUpBegun: () => boolean;
  readonly recoveryOpen: () => boolean;
};

/** All groups as one; the type checker sees that no call is missing. */
export function assembleHandlers(parts: Parts): Assembled {
  const { context, desk, book, startJob, vaults } = parts;
  const sets = makeSetHandlers(context, book, parts.onSetsChanged);
  const setUp = makeSetUpHandlers(context, {
    desk,
    startBackup: (set) => startJob({ set, kind: 'backup' }),
  });
  return {
    handlers: {
      ...makeAppHandlers(context, {
        state: parts.state,
        log: parts.log,
        dismiss: parts.dismissNotice,
        testReport: () => sendTestReport(context),
        change: (set, change) => sets['set.change']({ set, change }),
      }),
      ...sets,
      ...makeJobHandlers(context, startJob),
      ...makeActivityHandlers(context),
      ...makePracticeHandlers(context, vaults),
      ...setUp.handlers,
      ...makeProtectionHandlers(context),
      ...notYet('snapshots.list', 'tree.list', 'search.names', 'file.versions', 'file.preview'),
      ...notYet('restore.total', 'restore.plan', 'restore.start', 'restore.report'),
      ...notYet(
        'recover.view',
        'recover.open-set',
        'recover.timeline',
        'recover.choose',
        'recover.hold',
        'recover.clean-plan',
        'recover.clean',
        'recover.close',
      ),
    },
    secretHandlers: setUp.secretHandlers,
    setUpBegun: setUp.isBegun,
    recoveryOpen: () => false,
  };
}
