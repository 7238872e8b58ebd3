import type { AppSettings } from '../../core/contract/app.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** What the shell itself says: tray, notifications, dialogs, menus. All else is the window's. */
export type Texts = {
  /** For dates. */
  readonly locale: string;
  readonly tray: {
    readonly starting: string;
    readonly noSets: string;
    readonly suspected: string;
    readonly lapsed: string;
    /** null: no date may be called protection. */
    readonly atRisk: (until: string | null) => string;
    readonly thinning: (until: string | null) => string;
    readonly paused: (until: string) => string;
    readonly pausedForNow: string;
    readonly working: string;
    readonly workingAt: (percent: number) => string;
    readonly protected: (until: string) => string;
    readonly empty: string;
    readonly unknown: string;
    readonly failed: string;
    readonly lastGood: (ago: string) => string;
    readonly noneYet: string;
    readonly unproven: string;
    readonly protectedUntil: (until: string) => string;
  };
  readonly ago: {
    readonly now: string;
    readonly minutes: (count: number) => string;
    readonly hours: (count: number) => string;
    readonly days: (count: number) => string;
  };
  readonly menu: {
    readonly backUpNow: string;
    readonly stop: string;
    readonly pause: string;
    readonly hour: string;
    readonly tomorrow: string;
    readonly goOn: string;
    readonly open: string;
    readonly restore: string;
    readonly update: (version: string) => string;
    readonly restart: (version: string) => string;
    readonly quit: string;
    readonly file: string;
    readonly view: string;
    readonly window: string;
  };
  /** By kind of notice. */
  readonly notices: Readonly<Record<string, { readonly title: string; readonly body: string }>>;
  readonly otherNotice: string;
  /** Button on notices about locks. */
  readonly extendNow: string;
  readonly quitting: {
    readonly backup: string;
    readonly other: string;
    readonly detail: string;
    readonly whenDone: string;
    readonly stop: string;
    readonly cancel: string;
  };
  readonly cannotStart: { readonly title: string; readonly detail: string };
  readonly engineFell: {
    readonly title: string;
    readonly detail: string;
    readonly again: string;
    readonly quit: string;
  };
  readonly update: {
    readonly title: (version: string) => string;
    readonly detail: string;
    readonly install: string;
    readonly byHand: string;
    readonly downloaded: (version: string) => string;
    readonly busy: string;
    readonly stopAndRestart: string;
    readonly later: string;
    readonly failed: string;
  };
};

/** @param system the platform's language tag */
export function chooseTexts(language: AppSettings['language'], system: string): Texts {
  const wanted = language === 'system' ? system.toLowerCase().split(/[-_]/)[0] : language;
  return wanted === 'de' ? german : english;
}
