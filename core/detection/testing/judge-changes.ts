import { ChangeObserver } from '../change-observer.ts';
import { judgeRun } from '../judge-run.ts';
import type { RunToJudge } from '../judged-run.ts';
import type { ObservedChanges } from '../run-changes.ts';
import type { Judgement } from '../signal.ts';
import type { Entry } from '../../model/entry.ts';
import type { Folder } from './files.ts';

export type Change = (entry: Entry, folder: Folder, index: number) => readonly Entry[];

/** What a run sees where every file became what `change` makes of it, and these came besides. */
export function observe(
  before: readonly Folder[],
  change: Change,
  besides: readonly Folder[] = [],
): ObservedChanges {
  const observer = new ChangeObserver({ sources: ['/home/ann'] });
  let files = 0;
  for (const folder of before) {
    const more = besides.find(({ path }) => path === folder.path)?.files ?? [];
    const after = [...folder.files.flatMap((entry, index) => change(entry, folder, index)), ...more];
    files += after.length;
    if (after.length > 0 || folder.files.length > 0)
      observer.add({ path: folder.path, before: folder.files, after: after.length > 0 ? after : undefined });
  }
  for (const { path, files: came } of besides)
    if (!before.some((folder) => folder.path === path)) {
      observer.add({ path, before: undefined, after: came });
      files += came.length;
    }
  return observer.finish({ files, bytes: files * 8192 });
}

export function judge(observed: ObservedChanges, more: Partial<RunToJudge> = {}): Judgement {
  return judgeRun({
    observed,
    setUp: [],
    canaries: { altered: [], missing: [] },
    history: [],
    tolerances: [],
    ...more,
  });
}

export function kindsOf({ signals }: Judgement): readonly string[] {
  return signals.map(({ kind }) => kind).toSorted();
}
