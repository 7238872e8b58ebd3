import type { DirectoryChange } from './directory-change.ts';
import type { ObservedChanges } from './run-changes.ts';

export class ChangeObserver {
  constructor(_options: { readonly sources?: readonly string[] } = {}) {}
  add(_change: DirectoryChange): void {}
  finish(totals: { readonly files: number; readonly bytes: number }): ObservedChanges {
    return { figures: { files: totals.files, bytes: totals.bytes }, evidence: {}, sources: {}, names: {} };
  }
}
