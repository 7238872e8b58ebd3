import type { Instant } from './object.ts';

/** A date, whatever it is: a snapshot may say of itself what it likes. */
export type Day = { readonly day: Instant };
export type Bytes = { readonly bytes: number };

type Counted = { readonly count: number };
type Named = Counted & { readonly name: string };
type OverTime = Counted & { readonly runs: number };
type Further = readonly Said[];

/**
 * What is said, as a code with its figures, names, dates and further sayings, so that a window can say it in any language.
 * Closed: every code has words in every language of the window.
 */
type Figures = {
  // What a timeline shows for evidence.
  readonly 'newest-hidden': Counted;
  readonly 'older-hidden': Counted;
  readonly 'snapshots-overwritten': Counted;
  readonly 'objects-hidden': Counted;
  readonly 'objects-overwritten': Counted;
  readonly 'foreign-dates': Counted & { readonly says: Day; readonly came: Day };
  readonly 'foreign-previous': Counted;
  readonly 'flood-names': Counted & { readonly hours: number };
  readonly 'flood-uploads': Counted & { readonly hours: number };
  readonly 'foreign-names': Counted;
  readonly 'suspicion-then': { readonly on: Day };
  readonly 'suspicion-cleared': { readonly on: Day };
  readonly 'suspicious-run': { readonly on: Day; readonly signs: Further };
  readonly 'unusual-run': { readonly signs: Further };
  readonly 'set-up-changed': { readonly changes: Further };
  readonly 'set-up-shrunk': { readonly changes: Further };
  readonly 'never-whole': Counted & { readonly on: Day };
  readonly 'locks-lengthened': { readonly until: Day };

  // What a timeline did not look at.
  readonly 'rest-unlisted': Counted;
  readonly 'rest-names': Counted;
  readonly 'rest-beyond': Counted;

  // What the reading of a timeline does just now.
  readonly 'step-listing-snapshots': Counted;
  readonly 'step-asking': Counted;
  readonly 'step-looking': object;
  readonly 'step-listing-all': Counted;

  // A sample of files.
  readonly 'sample-failed': { readonly failed: number; readonly looks: number };
  readonly 'sample-empty': Counted;
  readonly 'sample-small': Counted;
  readonly 'sample-wrong': Counted & { readonly of: number; readonly example: string };
  readonly 'sample-strange': Counted & { readonly of: number };
  readonly 'sample-like': Counted;
  readonly 'sample-none': object;
  readonly 'sample-from': { readonly on: Day; readonly why: Further };
  readonly 'sample-ever': { readonly why: Further };
  readonly 'sample-newer': { readonly why: Further };

  // Why a snapshot is proposed.
  readonly 'before-attack': { readonly on: Day };
  readonly 'nothing-suspicious': object;
  readonly 'all-there': Counted;
  readonly 'not-asked': object;
  readonly 'newer-doubtful': Counted;
  readonly 'least-lacking': object;
  readonly 'oldest-left': object;

  // Marks of snapshots.
  readonly 'mark-partial': object;
  readonly 'mark-incomplete': Counted & { readonly needed: number };
  readonly 'mark-names-too-much': object;
  readonly 'mark-lock-ended': object;
  readonly 'mark-after-attack': object;
  readonly 'mark-dates': { readonly says: Day; readonly came: Day };
  readonly 'mark-previous-impossible': { readonly on: Day };
  readonly 'mark-previous-unknown': object;
  readonly 'mark-with-flood': object;
  readonly 'mark-suspicion-noted': { readonly on: Day };
  readonly 'mark-suspicious': { readonly signs: Further };
  readonly 'mark-unusual': { readonly signs: Further };
  readonly 'mark-suspect': object;
  readonly 'mark-from-attack': object;
  readonly 'mark-own-date': object;
  readonly 'mark-skipped': Counted;

  // How what is backed up changed.
  readonly 'root-gone': { readonly name: string };
  readonly 'root-new': { readonly name: string };
  readonly 'exclude-new': { readonly rule: string };
  readonly 'exclude-gone': { readonly rule: string };
  readonly 'period-changed': { readonly days: number; readonly before: number };
  readonly 'host-changed': { readonly now: string; readonly before: string };
  readonly 'set-up-more': Counted;
  readonly 'user-changed': { readonly now: string; readonly before: string };

  // Signs of an attack, by what they are called in `core/detection`.
  readonly 'signal-canary-altered': Counted;
  readonly 'signal-canary-missing': Counted;
  readonly 'signal-notes': Counted;
  readonly 'signal-notes-named': Named;
  readonly 'signal-extension': Counted;
  readonly 'signal-extension-known': Counted;
  readonly 'signal-extension-named': Named;
  readonly 'signal-extension-named-known': Named;
  readonly 'signal-type': Counted;
  readonly 'signal-type-over-time': OverTime;
  readonly 'signal-noise': Counted;
  readonly 'signal-noise-over-time': OverTime;
  readonly 'signal-spread': Counted;
  readonly 'signal-steady': Counted;
  readonly 'signal-replaced': Counted;
  readonly 'signal-replaced-over-time': OverTime;
  readonly 'signal-strange': Counted;
  readonly 'signal-rewritten': Counted;
  readonly 'signal-deletion': Counted;
  readonly 'signal-deletion-of': Named;
  readonly 'signal-wiped': Counted;
  readonly 'signal-volume': Counted;
  readonly 'signal-set-up': { readonly changes: Further };

  // Why something was not read or not restored; `reasons.ts` has the English, which is what is kept of them.
  readonly 'reason-no-permission': object;
  readonly 'reason-not-permitted': object;
  readonly 'reason-gone': object;
  readonly 'reason-not-there': object;
  readonly 'reason-became-other': object;
  readonly 'reason-became-link': object;
  readonly 'reason-disk': object;
  readonly 'reason-long-path': object;
  readonly 'reason-busy': object;
  readonly 'reason-unreadable': { readonly detail: string };
  readonly 'reason-unread': object;
  readonly 'reason-strange-kind': object;
  readonly 'reason-changed': object;
  readonly 'reason-below-excluded': { readonly name: string };
  readonly 'reason-below-other-disk': { readonly name: string };
  readonly 'reason-below-beyond-disk': { readonly name: string };
  readonly 'reason-data-gone': object;
  readonly 'reason-data-damaged': { readonly detail: string };
  readonly 'reason-piece-damaged': { readonly detail: string };
  readonly 'reason-data-other': object;
  readonly 'reason-piece-unknown': object;
  readonly 'reason-folder-lost': { readonly detail: string };
  readonly 'reason-no-folder': object;
  readonly 'reason-folder-failed': { readonly detail: string };
  readonly 'reason-unwritten': { readonly detail: string };
  readonly 'reason-unfinished': { readonly detail: string };
  readonly 'reason-path-impossible': object;
  readonly 'reason-name-impossible': object;
  readonly 'reason-names-taken': object;
  readonly 'reason-link-lost': { readonly name: string };
  readonly 'reason-link-failed': { readonly detail: string };
  readonly 'reason-no-owner': { readonly detail: string };
  readonly 'reason-no-mode': { readonly detail: string };
  readonly 'reason-no-time': { readonly detail: string };
  readonly 'reason-no-attribute': { readonly name: string; readonly detail: string };
  readonly 'reason-differs': object;
  readonly 'reason-set-aside': { readonly why: Further; readonly name: string };

  // What a person is told before a restore.
  readonly 'plan-no-room': { readonly free: Bytes; readonly needed: Bytes };
  readonly 'plan-lost': Counted;
  readonly 'plan-problems': Counted & { readonly name: string; readonly why: Further };
  readonly 'plan-packs-gone': Counted;

  // What an audit found.
  readonly 'found-missing': Counted;
  readonly 'found-changed': Counted;
  readonly 'found-lock-broken': Counted;
  readonly 'found-shortened': Counted;
  readonly 'found-hidden': Counted;
  readonly 'found-overwritten': Counted;
  readonly 'found-list-unreadable': Counted;
  readonly 'found-lock-off': object;
  readonly 'found-versioning-off': object;
  readonly 'found-lapsed': Counted;
  readonly 'found-ending-soon': Counted;
  readonly 'found-not-compared': Counted;
  readonly 'found-space-rules-missing': object;
  readonly 'found-rule-not-understood': object;
  readonly 'found-key-wide': object;
  readonly 'found-lifecycle': { readonly details: Further };
  readonly 'found-default-retention': { readonly details: Further };
  readonly 'found-default-retention-own': { readonly details: Further };
  readonly 'found-key-too-powerful': { readonly details: Further };
  readonly 'found-clock-skew': { readonly details: Further };
  readonly 'rule-for': { readonly name: string; readonly acts: Further };
  readonly 'rule-for-all': { readonly acts: Further };
  readonly 'rule-hides': Counted;
  readonly 'rule-deletes': Counted;
  readonly 'rule-moves': object;
  readonly 'retention-gone': Counted;
  readonly 'retention-new': Counted;
  readonly 'retention-other': Counted & { readonly is: number };
  readonly 'minutes-apart': Counted;

  // What happened that a person should hear, where nothing above says it.
  readonly 'event-drill-failed': Counted & { readonly name: string; readonly why: Further };
  readonly 'event-locks-not-kept': { readonly name: string };
  readonly 'event-suspected': { readonly signs: Further };
  readonly 'event-locks-early': { readonly on: Day };
  readonly 'event-locks-urgent': { readonly on: Day };
  readonly 'event-locks-last': { readonly on: Day };
  readonly 'event-locks-ended': object;
  readonly 'event-record-anew': object;
  /** What nothing else of this list says, in English. */
  readonly plain: { readonly words: string };

  // What is seen of a storage before it is used.
  readonly 'check-reachable': object;
  readonly 'check-key': object;
  readonly 'check-bucket-new': { readonly name: string };
  readonly 'check-bucket-vacant': { readonly name: string };
  readonly 'check-bucket-public': object;
  readonly 'check-bucket-rule': { readonly name: string };
  readonly 'check-bucket-rule-all': object;
  readonly 'check-lock-new': object;
  readonly 'check-lock': object;
  readonly 'check-rights-untold': object;
  readonly 'check-rights-set-up': object;
  readonly 'check-clock': object;
  readonly 'clock-ahead-minutes': Counted;
  readonly 'clock-ahead-hours': Counted;
  readonly 'clock-behind-minutes': Counted;
  readonly 'clock-behind-hours': Counted;

  // What a set-up made, and what it warns of.
  readonly 'left-bucket': { readonly name: string };
  readonly 'left-key': { readonly name: string };
  readonly 'left-retention': { readonly days: number };
  readonly 'left-rule': object;
  readonly 'left-repository': { readonly name: string };
  readonly 'set-up-unproven': object;
  readonly 'set-up-thief': object;
  readonly 'set-up-in-file': object;
  readonly 'bucket-locks': { readonly days: number };
  readonly 'bucket-locks-longer': { readonly days: number; readonly wanted: number };
  readonly 'bucket-locks-strict': { readonly days: number; readonly wanted: number; readonly needed: number };

  // What a storage key may do.
  readonly 'key-tried': object;
  readonly 'key-deletes': object;
  readonly 'key-untold': object;
  readonly 'key-bounded': { readonly where: Further; readonly rights: Further };
  readonly 'key-powerful': { readonly where: Further; readonly rights: Further; readonly extra: Further };
  readonly 'where-everywhere': object;
  readonly 'where-any-prefix': { readonly prefix: string };
  readonly 'where-bucket': { readonly name: string };
  readonly 'where-prefix': { readonly name: string; readonly prefix: string };
  readonly 'may-nothing': object;
  readonly 'may-read': object;
  readonly 'may-add': object;
  readonly 'may-lengthen': object;
  readonly 'may-delete-files': object;
  readonly 'may-bypass': object;
  readonly 'may-change-buckets': object;
  readonly 'may-delete-buckets': object;
  readonly 'may-make-keys': object;
  readonly 'may-delete-keys': object;
  readonly 'may-legal-holds': object;
  readonly 'may-share': object;
  readonly 'may-other': { readonly name: string };
};

export type SaidCode = keyof Figures;
export type Said = { readonly [C in SaidCode]: { readonly code: C } & Figures[C] }[SaidCode];

/** In English for the command line and logs, and as it can be said in any language. */
export type Told = { readonly words: string; readonly said: Said };

/** null: there is no code for it, as in what an older or a newer program kept. */
export type Saying = { readonly words: string; readonly said: Said | null };
