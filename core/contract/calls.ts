import type { z } from 'zod';
import { activityInputs, type ActivityOutputs } from './activity.ts';
import { appInputs, type AppOutputs } from './app.ts';
import { browseInputs, type BrowseOutputs } from './browse.ts';
import { jobInputs, type JobOutputs } from './jobs.ts';
import { practiceInputs, type PracticeOutputs } from './practice.ts';
import { protectionInputs, type ProtectionOutputs } from './protection.ts';
import { recoverInputs, type RecoverOutputs } from './recover.ts';
import { recoveryReportInputs, type RecoveryReportOutputs } from './recovery-report.ts';
import { restoreInputs, type RestoreOutputs } from './restore.ts';
import { secretInputs, secretWindowInputs, type SecretOutputs, type SecretWindowOutputs } from './secrets.ts';
import { setInputs, type SetOutputs } from './sets.ts';
import { setUpInputs, type SetUpOutputs } from './setup.ts';

/** Every call of the ordinary window, with the schema that its input is checked against on the engine's side. */
export const inputs = {
  ...appInputs,
  ...setInputs,
  ...setUpInputs,
  ...secretInputs,
  ...jobInputs,
  ...browseInputs,
  ...restoreInputs,
  ...recoverInputs,
  ...recoveryReportInputs,
  ...protectionInputs,
  ...activityInputs,
  ...practiceInputs,
} as const;

/** Every call of a secret window. No other window may make them, and it may make no others. */
export { secretWindowInputs };

export type Outputs = AppOutputs &
  SetOutputs &
  SetUpOutputs &
  SecretOutputs &
  JobOutputs &
  BrowseOutputs &
  RestoreOutputs &
  RecoverOutputs &
  RecoveryReportOutputs &
  ProtectionOutputs &
  ActivityOutputs &
  PracticeOutputs;

/** Has an output too, or `Output` does not compile. */
export type Call = keyof typeof inputs;
export type Input<C extends Call> = z.infer<(typeof inputs)[C]>;
export type Output<C extends Call> = Outputs[C];

export type SecretCall = keyof typeof secretWindowInputs;
export type SecretInput<C extends SecretCall> = z.infer<(typeof secretWindowInputs)[C]>;
export type SecretOutput<C extends SecretCall> = SecretWindowOutputs[C];

/** On loopback these ask for the passphrase first, unless it was typed in the last ten minutes: whoever holds the cookie need not be the owner. */
export const dangerousCalls: ReadonlySet<Call> = new Set<Call>([
  'protection.change',
  'retention.change',
  'suspicion.clear',
  // Taking a pin away, that is: it lets go of what was kept for good.
  'protection.pin',
  'set.forget',
  'app.import-settings',
  'recover.clean',
]);
