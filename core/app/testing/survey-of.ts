import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { chooseKept } from '../../locks/choose-kept.ts';
import { standingDecisions } from '../../locks/decisions.ts';
import { dayMs } from '../../locks/period.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { Instant } from '../../model/object.ts';
import type { Decision } from '../../model/snapshot.ts';
import { Needs } from '../../upkeep/needs.ts';
import type { Survey } from '../../upkeep/survey.ts';

export type Made = {
  readonly id: string;
  readonly uploadedAt: Instant;
  readonly decisions?: readonly Decision[];
  /** Pack name → size. */
  readonly packs?: Readonly<Record<string, number>>;
  readonly unreadable?: boolean;
};

/** Of each snapshot object and list part. */
export const smallSize = 10;

/** A survey as it would be of these snapshots, oldest first; each has one list part of its own. */
export function surveyOf(
  made: readonly Made[],
  { now, local }: { readonly now: Instant; readonly local?: readonly Decision[] },
): Survey {
  const needs = new Needs();
  const snapshots = made.map(({ id, uploadedAt, decisions = [], packs = {}, unreadable }): FoundSnapshot => {
    const version = (name: string, size = smallSize): NeededObject => ({ name, versionId: '1', size });
    const part = version(`lists/${id}`);
    const rows = Object.entries(packs).map(([name, size]) => version(name, size));
    needs.addPart(part, unreadable ? undefined : rows);
    if (unreadable) needs.addUnreadable({ part, code: 'object-missing', snapshots: [id] });
    const found: FoundSnapshot = {
      id,
      version: version(`snapshots/${id}`),
      uploadedAt,
      parts: [part],
      body: { ...body, finishedAt: uploadedAt, decisions },
    };
    needs.addSnapshot(found);
    return found;
  });
  const published = snapshots.map(({ uploadedAt, body: { decisions } }) => ({ uploadedAt, decisions }));
  const standing = standingDecisions(published, local, now, dayMs);
  const reasons = chooseKept(
    snapshots.map(({ id, uploadedAt }) => ({ id, uploadedAt, complete: true })),
    standing,
    dayMs,
  );
  const kept = snapshots.filter(({ id }) => reasons.has(id));
  return { snapshots, foreign: 0, standing, reasons, kept, needs };
}

const body: FoundSnapshot['body'] = {
  startedAt: 0,
  finishedAt: 0,
  host: 'h',
  user: 'u',
  platform: 'linux',
  program: 'test',
  roots: [],
  excludes: [],
  complete: true,
  statistics: { files: 0, directories: 0, others: 0, bytes: 0, newBytes: 0, storedBytes: 0 },
  skipped: [],
  skippedCount: 0,
  previous: null,
  protectDays: 30,
  decisions: [],
};
