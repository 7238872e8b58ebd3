import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';
import type { AttackBegan } from './attack-began.ts';
import type { Mark } from './mark.ts';
import type { Presence } from './needed-presence.ts';
import { dayInWords, judgeOwnDates, ownDatesInWords, ownDatesOf } from './own-dates.ts';
import type { SeenSnapshot } from './read-snapshots.ts';
import { inARow, saidIn, type RunVerdict } from './run-verdict.ts';

export type Known = {
  readonly presence: Presence | undefined;
  /** It was asked for, and names more objects than are looked at. */
  readonly namesTooMuch: boolean;
  readonly run: RunVerdict | undefined;
  /** A sample of its files: in words what is wrong with them; undefined: nothing, or none was taken. */
  readonly unlike: Told | undefined;
  /** Since when its own list of decisions says that something is suspected. */
  readonly noted: Instant | undefined;
  /** The owner said "it was me", or it is too long ago to be this attack. */
  readonly excused: boolean;
  /** Upload time of the snapshot that it names as the one before it. */
  readonly previousAt: Instant | undefined;
  /** It came in an hour with very many foreign names. */
  readonly amongFlood: boolean;
  readonly began: AttackBegan | null;
  readonly now: Instant;
};

/** What a person should know of a snapshot before he restores it. Pure. */
export function marksOf(snapshot: SeenSnapshot, known: Known): readonly Mark[] {
  return [...wholeMarks(snapshot, known), ...timeMarks(snapshot, known), ...runMarks(known)];
}

function* wholeMarks({ body }: SeenSnapshot, { presence, namesTooMuch, now }: Known): Generator<Mark> {
  if (!body.complete)
    yield {
      kind: 'partial',
      words: 'made in the middle of a long run: not all files are in it',
      said: { code: 'mark-partial' },
      matters: true,
    };
  if (namesTooMuch)
    yield {
      kind: 'names-too-much',
      words: 'names more objects than any backup of yours should, so nobody looked whether they are there',
      said: { code: 'mark-names-too-much' },
      matters: true,
    };
  if (!presence) return;
  if (presence.missing > 0)
    yield {
      kind: 'incomplete',
      words: `${presence.missing} of the ${presence.needed} objects that it needs ${presence.missing === 1 ? 'is' : 'are'} not there any more`,
      said: { code: 'mark-incomplete', count: presence.missing, needed: presence.needed },
      matters: true,
    };
  else if (presence.lockedUntil <= now)
    yield {
      kind: 'lock-ended',
      words: 'its lock has ended: all of it is still there, and nothing keeps anybody from deleting it',
      said: { code: 'mark-lock-ended' },
      matters: false,
    };
}

function* timeMarks(snapshot: SeenSnapshot, { began, previousAt, amongFlood }: Known): Generator<Mark> {
  const { uploadedAt, body } = snapshot;
  if (began && uploadedAt >= began.at)
    yield {
      kind: 'after-attack',
      words: 'uploaded after the attack began: whoever has the keys can have made it',
      said: { code: 'mark-after-attack' },
      matters: true,
    };
  const dates = judgeOwnDates(snapshot);
  if (dates !== 'fits')
    yield {
      kind: dates,
      words: ownDatesInWords(snapshot),
      said: { code: 'mark-dates', ...ownDatesOf(snapshot) },
      matters: true,
    };
  if (previousAt !== undefined && previousAt > uploadedAt)
    yield {
      kind: 'previous-impossible',
      words: `says that the one before it is one that came later, on ${dayInWords(previousAt)}`,
      said: { code: 'mark-previous-impossible', on: { day: previousAt } },
      matters: true,
    };
  else if (previousAt === undefined && body.previous !== null)
    yield {
      kind: 'previous-unknown',
      words: 'the snapshot that it says was before it is not here: let go since, or it never was',
      said: { code: 'mark-previous-unknown' },
      matters: false,
    };
  if (amongFlood)
    yield {
      kind: 'with-flood',
      words: 'uploaded within an hour in which very many foreign objects were',
      said: { code: 'mark-with-flood' },
      matters: true,
    };
}

function* runMarks({ run, unlike, noted, excused }: Known): Generator<Mark> {
  if (unlike !== undefined) yield { kind: 'unlike-content', ...unlike, matters: true };
  if (noted !== undefined)
    yield {
      kind: 'suspicion-noted',
      words: `Holdfast noted on ${dayInWords(noted)} that something was wrong`,
      said: { code: 'mark-suspicion-noted', on: { day: noted } },
      matters: !excused,
    };
  if (run?.verdict === 'suspected')
    yield {
      kind: 'suspicious',
      words: `the files changed as in an attack: ${inARow(run.signs.slice(0, 3))}`,
      said: { code: 'mark-suspicious', signs: saidIn(run.signs.slice(0, 3)) },
      matters: !excused,
    };
  if (run?.verdict === 'unusual')
    yield {
      kind: 'unusual',
      words: inARow(run.signs.slice(0, 2)),
      said: { code: 'mark-unusual', signs: saidIn(run.signs.slice(0, 2)) },
      matters: false,
    };
  if (run && run.setUp.length > 0)
    yield {
      kind: 'set-up-changed',
      words: `what is backed up was changed: ${inARow(run.setUp.slice(0, 3))}`,
      said: { code: 'set-up-changed', changes: saidIn(run.setUp.slice(0, 3)) },
      matters: false,
    };
}
