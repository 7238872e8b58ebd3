import type { Said, SaidCode } from './said.ts';

type ReasonCode = Extract<SaidCode, `reason-${string}`>;
type Filled = Readonly<Record<string, string>>;

/**
 * Why something was not read or not restored. Snapshots and lists of runs keep the sentence and nothing else (docs/format.md),
 * so this one table both makes it and knows it again.
 */
const reasons: { readonly [C in ReasonCode]: string } = {
  // First, as what it holds would be taken for the whole.
  'reason-set-aside': '{why}; what could be read of it is in {name}',
  'reason-no-permission': 'no permission to read it',
  'reason-not-permitted': 'not permitted to read it',
  'reason-gone': 'it disappeared before it could be read',
  'reason-not-there': 'it was not there',
  'reason-became-other': 'it changed into something else while it was read',
  'reason-became-link': 'it changed into a link while it was read',
  'reason-disk': 'the disk reports a read error',
  'reason-long-path': 'its path is too long',
  'reason-busy': 'another program has locked it',
  'reason-unreadable': 'it could not be read ({detail})',
  'reason-unread': 'it could not be read',
  'reason-strange-kind': 'it is of a kind that Holdfast does not know',
  'reason-changed': 'it changed while it was read; what was read is stored',
  'reason-below-excluded':
    'it lies below {name}, but an exclusion leaves it out; back it up by a run of its own',
  'reason-below-other-disk':
    'it lies below {name}, but is on another file system; back it up by a run of its own',
  'reason-below-beyond-disk':
    'it lies below {name}, but lies on another file system; back it up by a run of its own',
  'reason-data-gone': 'its data is not in the bucket any more',
  'reason-data-damaged': 'its data is damaged in the bucket ({detail})',
  'reason-piece-damaged': 'its data is damaged in the bucket: {detail}',
  'reason-data-other': 'its data in the bucket is not what was backed up',
  'reason-piece-unknown': 'a piece of its contents cannot be found in the repository',
  'reason-folder-lost': 'what is in this folder is lost ({detail})',
  'reason-no-folder': 'its folder could not be made',
  'reason-folder-failed': 'this folder could not be made ({detail}), so nothing in it was restored',
  'reason-unwritten': 'it could not be written ({detail})',
  'reason-unfinished': 'it could not be finished ({detail})',
  'reason-path-impossible': 'its path cannot be used on this computer',
  'reason-name-impossible': 'its name cannot be used on this computer',
  'reason-names-taken': 'its own name was taken, and too many others were',
  'reason-link-lost': 'it is another name of {name}, which could not be restored',
  'reason-link-failed': 'it could not be made another name of the same file ({detail})',
  'reason-no-owner': 'its owner could not be set ({detail})',
  'reason-no-mode': 'its mode could not be set ({detail})',
  'reason-no-time': 'its time could not be set ({detail})',
  'reason-no-attribute': 'its attribute {name} could not be set ({detail})',
  'reason-differs': 'it differs from the file on this computer, although size and time are the same',
};

type Names<C extends ReasonCode> = Exclude<keyof Extract<Said, { readonly code: C }>, 'code'>;

/** The sentence. */
export function because<C extends ReasonCode>(
  code: C,
  ...[filled]: [Names<C>] extends [never] ? [] : [{ readonly [N in Names<C>]: string }]
): string {
  const figures: Filled = filled ?? {};
  return reasons[code].replaceAll(/\{(\w+)\}/g, (_, name: string) => figures[name] ?? '');
}

const patterns = (Object.entries(reasons) as [ReasonCode, string][]).map(([code, words]) => ({
  code,
  pattern: new RegExp(
    `^${words.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>.*)')}$`,
    's',
  ),
}));

/** What a sentence of the table says; null: it is none, as a newer program or an intruder may have written it. */
export function saidBecause(sentence: string): Said | null {
  for (const { code, pattern } of patterns) {
    const found = pattern.exec(sentence);
    if (!found) continue;
    const { why, ...filled }: Filled = { ...found.groups };
    if (why === undefined) return { code, ...filled } as Said;
    const inner = saidBecause(why);
    return inner && ({ code, ...filled, why: [inner] } as Said);
  }
  return null;
}
