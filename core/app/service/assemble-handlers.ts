import type { AppState } from '../../contract/app.ts';
import type { Handlers, SecretHandlers } from '../../contract/bridge.ts';
import type { OpenLog } from '../logs/open-log.ts';
import { keepMailPassword } from '../reports/mail-password.ts';
import { sendTestReport } from '../reports/send-test-report.ts';
import { makeBrowsingHandlers } from '../browsing/make-browsing-handlers.ts';
import { makeRecoveringHandlers } from '../recovering/make-recovering-handlers.ts';
import { makeReportHandlers } from '../recovering/make-report-handlers.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import { makeProtectionHandlers } from '../protection/make-protection-handlers.ts';
import type { Desk } from '../secret-desk/desk.ts';
import { makeSetUpHandlers } from '../set-up-flow/make-set-up-handlers.ts';
import { makeActivityHandlers } from './activity-handlers.ts';
import { makeAppHandlers } from './app-handlers.ts';
import { makeJobHandlers, type StartJob } from './job-handlers.ts';
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
  desk.onMailPassword(async (password, account) => void (await keepMailPassword(context, password, account)));
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
      ...makeBrowsingHandlers(context),
      ...makeRecoveringHandlers(context, desk),
      ...makeReportHandlers(context),
    },
    secretHandlers: setUp.secretHandlers,
    setUpBegun: setUp.isBegun,
    recoveryOpen: () => recoveryDesk(context).isOpen,
  };
}
