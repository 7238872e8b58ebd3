import type { BucketState } from '../object-store.ts';
import type { Finding } from './finding.ts';

/** The part of the examination that is the same on every store. */
export function examineBucketState(state: BucketState): readonly Finding[] {
  const findings: Finding[] = [];
  if (!state.versioning)
    findings.push({
      what: 'versioning',
      severity: 'missing',
      words: 'The bucket keeps no versions, so an overwritten object would be lost.',
    });
  if (!state.lockEnabled)
    findings.push({
      what: 'object-lock',
      severity: 'missing',
      words: 'Object Lock is off for this bucket, so nothing in it can be protected.',
    });
  if (state.defaultRetentionDays !== null)
    findings.push({
      what: 'default-retention',
      severity: 'note',
      words: `The bucket locks everything for ${state.defaultRetentionDays} days by itself; Holdfast sets its own dates.`,
    });
  return findings;
}

/** For a rule of somebody else's that reaches into our prefix. */
export function foreignRule(ruled: string): Finding {
  return {
    what: 'lifecycle',
    severity: 'too-much',
    words: `A lifecycle rule for "${ruled || 'the whole bucket'}" hides or deletes what is stored here. Limit it to other folders on the provider's page.`,
    said: ruled === '' ? { code: 'check-bucket-rule-all' } : { code: 'check-bucket-rule', name: ruled },
  };
}
