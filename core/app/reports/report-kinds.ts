import type { ErrorShape } from '../../contract/error-shape.ts';

/** Everything that a notice or a report can be about: key of words here and in the window. */
export const reportKinds = [
  'backup-failed',
  'files-skipped',
  'no-backup',
  'locks-early',
  'locks-urgent',
  'locks-last',
  'locks-lapsed',
  'suspected',
  'drill-failed',
  'clock',
  'key-alarm',
  'audit-alarm',
  'proof-failed',
  'upkeep-failed',
  'report-failed',
  'backup-done',
  'works-again',
] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What the words may need. Dates are instants. */
export type ReportFigures = Readonly<Record<string, number | string>>;

export type ReportWords = {
  readonly subject: string;
  /** What happened and the one thing to do. */
  readonly text: string;
};

/** A language of reports. `of` gets the figures and the name of the set. */
export type ReportLanguage = {
  readonly kinds: {
    readonly [K in ReportKind]: (about: {
      readonly name: string;
      readonly figure: (name: string) => number;
      readonly count: (name: string) => string;
      readonly date: (name: string) => string;
      readonly text: (name: string) => string;
    }) => ReportWords;
  };
  /** Why it failed. */
  readonly reason: (error: ErrorShape) => string;
  readonly from: (host: string) => string;
  readonly test: ReportWords;
  readonly weekly: {
    readonly subject: (sets: number) => string;
    readonly head: (from: string, to: string) => string;
    readonly set: (about: {
      readonly name: string;
      readonly good: number;
      readonly failed: number;
      readonly last: string | null;
      readonly newSize: string;
      readonly until: string | null;
      readonly open: readonly string[];
    }) => string;
  };
};
