import { isHex } from '../crypto/hex.ts';
import type {
  Decision,
  SkippedPath,
  SnapshotBody,
  SnapshotRoot,
  SnapshotStatistics,
} from '../model/snapshot.ts';
import { damaged } from './damaged.ts';
import { asArray, asCount, asFlag, asRecord, asText } from './json-body.ts';

const maxRoots = 10_000;
const maxExcludes = 100_000;
const maxFigures = 100;
const maxSkipped = 10_000;
const maxDecisions = 100_000;

/** Checks what a sealed snapshot body says. Fields that this version does not know are dropped. @throws object-damaged */
export function readSnapshotBody(value: unknown): SnapshotBody {
  const body = asRecord(value, 'the body');
  return {
    startedAt: asCount(body['startedAt'], 'startedAt'),
    finishedAt: asCount(body['finishedAt'], 'finishedAt'),
    host: asText(body['host'], 'host'),
    user: asText(body['user'], 'user'),
    platform: asText(body['platform'], 'platform'),
    program: asText(body['program'], 'program'),
    roots: asArray(body['roots'], 'roots', maxRoots).map(readRoot),
    excludes: asArray(body['excludes'], 'excludes', maxExcludes).map((text) => asText(text, 'an exclude')),
    complete: asFlag(body['complete'], 'complete'),
    statistics: readStatistics(body['statistics']),
    skipped: asArray(body['skipped'], 'skipped', maxSkipped).map(readSkipped),
    skippedCount: asCount(body['skippedCount'], 'skippedCount'),
    previous: readPrevious(body['previous']),
    protectDays: asCount(body['protectDays'], 'protectDays'),
    ...(body['changes'] !== undefined && { changes: readChanges(body['changes']) }),
    decisions: asArray(body['decisions'], 'decisions', maxDecisions).map(readDecision),
  };
}

function readRoot(value: unknown): SnapshotRoot {
  const root = asRecord(value, 'a root');
  const node = root['node'];
  if (!isHex(node, 32)) throw damaged('a root has no node');
  return { path: asText(root['path'], 'a path'), node };
}

function readStatistics(value: unknown): SnapshotStatistics {
  const numbers = asRecord(value, 'statistics');
  const count = (name: keyof SnapshotStatistics): number => asCount(numbers[name], name);
  return {
    files: count('files'),
    directories: count('directories'),
    others: count('others'),
    bytes: count('bytes'),
    newBytes: count('newBytes'),
    storedBytes: count('storedBytes'),
  };
}

function readChanges(value: unknown): Readonly<Record<string, number>> {
  const figures = Object.entries(asRecord(value, 'changes'));
  if (figures.length > maxFigures) throw damaged('it has too many figures of changes');
  return Object.fromEntries(figures.map(([name, figure]) => [name, asCount(figure, 'a figure of changes')]));
}

function readSkipped(value: unknown): SkippedPath {
  const skipped = asRecord(value, 'a skipped path');
  return { path: asText(skipped['path'], 'a path'), reason: asText(skipped['reason'], 'a reason') };
}

function readPrevious(value: unknown): string | null {
  if (value === null || isHex(value, 32)) return value;
  throw damaged('the previous snapshot is not a hash');
}

function readDecision(value: unknown): Decision {
  const decision = asRecord(value, 'a decision');
  return {
    at: asCount(decision['at'], 'at'),
    kind: asText(decision['kind'], 'kind'),
    value: decision['value'],
  };
}
