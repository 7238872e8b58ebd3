import { maxRetentionDays, type RetentionVerdict } from './lock-rules.ts';
import { VaultRefusal } from './vault-refusal.ts';

const words: Record<Exclude<RetentionVerdict, 'allowed'>, string> = {
  'lock-not-enabled': 'The bucket is not file lock enabled',
  'retain-in-past': 'The retainUntilTimestamp must be in future',
  'retain-too-far': `The retainUntilTimestamp must be at most ${maxRetentionDays} days ahead`,
  'retention-protected':
    "Not authorized to write retention: the file is in 'compliance' mode, or bypassGovernance=true or its capability is missing",
};

/** @throws the verdict, unless it is "allowed" */
export function refuseRetention(verdict: RetentionVerdict): void {
  if (verdict !== 'allowed') throw new VaultRefusal(verdict, words[verdict]);
}
