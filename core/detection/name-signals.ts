import type { Said } from '../model/said.ts';
import { countOf, type JudgedRun } from './judged-run.ts';
import type { Signal } from './signal.ts';
import {
  noteFolders,
  oneFolderShare,
  renamedInOneRun,
  sameFileFolders,
  sameFileShare,
} from './thresholds.ts';
import { files, someOf } from './words.ts';

/** Canaries: files that nobody has a reason to touch. */
export function canarySignals(run: JudgedRun): readonly Signal[] {
  const { altered, missing } = run.run.canaries;
  const one = (
    kind: 'canary-altered' | 'canary-missing',
    paths: readonly string[],
    words: string,
  ): Signal[] => {
    const threshold = run.threshold(kind, 1);
    if (paths.length < threshold) return [];
    const strong = kind === 'canary-altered';
    const said = { code: `signal-${kind}`, count: paths.length } as const;
    const common = { kind, weight: strong ? 3 : 1, strong, figure: paths.length, threshold, said };
    return [{ ...common, words: `${words}: ${someOf(paths)}.`, files: paths.slice(0, 20) }];
  };
  return [
    ...one('canary-altered', altered, 'Decoy files that nobody has a reason to touch were changed'),
    ...one('canary-missing', missing, 'Decoy files are gone'),
  ];
}

/** The same new file in many folders. */
export function notesSignal(run: JudgedRun): Signal | undefined {
  // What judges again from the figures of a snapshot has no names.
  const name = run.run.observed.names.note;
  const named = name === undefined || name === '' ? '' : `, "${name}",`;
  const said = (count: number): Said =>
    name === undefined || name === ''
      ? { code: 'signal-notes', count }
      : { code: 'signal-notes-named', count, name };
  const common = { kind: 'notes', weight: 3, strong: true } as const;
  const [notes, same] = [run.figure('notes'), run.figure('sameNewFile')];
  const threshold = run.threshold('notes', noteFolders);
  if (notes >= threshold) {
    const words = `A new file named like a ransom note${named} lies in ${notes.toLocaleString('en-US')} folders.`;
    return { ...common, figure: notes, threshold, words, said: said(notes), files: run.evidence('notes') };
  }
  const share = Math.ceil(run.figure('folders') * sameFileShare);
  const many = run.threshold('notes', Math.max(sameFileFolders, share));
  if (same < many) return undefined;
  const words = `The same new file${named} appeared in ${same.toLocaleString('en-US')} folders at once.`;
  return { ...common, figure: same, threshold: many, words, said: said(same), files: run.evidence('notes') };
}

/** Names with something appended, or other extensions, over contents that no name promises. */
export function extensionSignal(run: JudgedRun): Signal | undefined {
  const figure = run.untolerated('extension', ['renamed', 'sealed']);
  const known = run.figure('knownExtension') * 2 > figure;
  const usual = countOf(renamedInOneRun, run.files);
  const threshold = run.threshold('extension', known ? Math.ceil(usual / 2) : usual);
  if (figure < threshold) return undefined;
  const extension = run.run.observed.names.extension;
  const now = extension === undefined ? 'other names' : `names like *.${extension}`;
  const words = `${files(figure)} got ${now} and other contents${known ? '; such names are known from attacks' : ''}.`;
  const end = known ? '-known' : '';
  const said: Said =
    extension === undefined
      ? { code: `signal-extension${end}`, count: figure }
      : { code: `signal-extension-named${end}`, count: figure, name: extension };
  const strong = run.figure('folders') >= 2 || figure >= run.files * oneFolderShare;
  const examples = [...run.evidence('renamed'), ...run.evidence('sealed')].slice(0, 20);
  return { kind: 'extension', weight: 2, strong, figure, threshold, words, said, files: examples };
}
