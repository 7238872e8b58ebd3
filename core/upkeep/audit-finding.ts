import type { Said } from '../model/said.ts';

/** `alarm`: somebody or something did what Holdfast never does. `warning`: worth doing something about, soon. */
export type AuditSeverity = 'alarm' | 'warning';

type Kind = {
  readonly severity: AuditSeverity;
  /** What was seen and what it means for the backups. */
  readonly words: (count: number, detail: string | undefined) => string;
  readonly todo: string;
};

const objects = (count: number): string => `${count.toLocaleString('en-US')} object${count === 1 ? '' : 's'}`;
const wereOf = (count: number): string => (count === 1 ? 'was' : 'were');

const newKey =
  'Somebody else has a key that may write here. Make a new storage key on the provider’s page, store it here (`holdfast keys replace`), delete the old one there, and look for how it was stolen.';

/** Everything that an audit can find. The closed list is this table. */
const kinds = {
  missing: {
    severity: 'alarm',
    words: (count) =>
      `${objects(count)} that kept backups need ${count === 1 ? 'is' : 'are'} not in the bucket any more. Files in the backups named here may be lost.`,
    todo: 'Run `holdfast check`: it says which files. Make a backup: it stores again what this computer still has.',
  },
  changed: {
    severity: 'alarm',
    words: (count) =>
      `${objects(count)} ${count === 1 ? 'is' : 'are'} not as long as stored. A version never changes at a provider that keeps its word.`,
    todo: 'Run `holdfast check --read-data`, and ask the provider.',
  },
  'lock-broken': {
    severity: 'alarm',
    words: (count) =>
      `${objects(count)} disappeared while ${count === 1 ? 'its lock was' : 'their locks were'} running. This storage does not keep its locks.`,
    todo: 'Run `holdfast locks prove`. If it fails, take another provider.',
  },
  shortened: {
    severity: 'alarm',
    words: (count) =>
      `The lock${count === 1 ? '' : 's'} of ${objects(count)} end${count === 1 ? 's' : ''} earlier than the provider had confirmed. This storage does not keep its locks.`,
    todo: 'Run `holdfast locks prove`. If it fails, take another provider.',
  },
  hidden: {
    severity: 'alarm',
    words: (count) =>
      `${objects(count)} of yours ${wereOf(count)} hidden under a running lock. Holdfast never does that. Everything can still be read and stays locked.`,
    todo: newKey,
  },
  overwritten: {
    severity: 'alarm',
    words: (count) =>
      `Something else was stored over ${objects(count)} of yours under a running lock. Holdfast never does that. The right bytes can still be read and stay locked.`,
    todo: newKey,
  },
  'list-unreadable': {
    severity: 'alarm',
    words: (count) =>
      `${objects(count)} that tell what backups need cannot be read, so not all that they need is known or renewed.`,
    todo: 'Make a backup: it writes new lists. Then run `holdfast check`.',
  },
  'lock-off': {
    severity: 'alarm',
    words: () => 'Object Lock is off for the bucket, so nothing new in it can be protected.',
    todo: 'Turn Object Lock on for the bucket, or use another one.',
  },
  'versioning-off': {
    severity: 'alarm',
    words: () => 'The bucket keeps no versions any more, so an object that is stored over would be lost.',
    todo: 'Turn versioning on again on the provider’s page.',
  },
  lifecycle: {
    severity: 'alarm',
    words: (_, detail) =>
      `A lifecycle rule that is not Holdfast’s hides, deletes or moves what is stored here: ${detail ?? 'a rule'}. When the locks end it would delete backups.`,
    todo: 'Remove the rule on the provider’s page, and replace the key that made it.',
  },
  'default-retention': {
    severity: 'alarm',
    words: (_, detail) => `The bucket’s default retention is not what was set up: ${detail ?? 'changed'}.`,
    todo: 'Set it back on the provider’s page. If nobody you know changed it, replace the account’s keys.',
  },
  'key-too-powerful': {
    severity: 'alarm',
    words: (_, detail) => `The stored storage key can do too much: ${detail ?? 'more than it needs'}.`,
    todo: 'Make a restricted key (`holdfast keys create`), store it here and delete this one.',
  },
  'clock-skew': {
    severity: 'alarm',
    words: (_, detail) =>
      `This computer’s clock and the provider’s differ by ${detail ?? 'more than five minutes'}. Locks follow the provider’s; above a day none is set.`,
    todo: 'Correct the clock of this computer. If it is right, ask the provider.',
  },
  lapsed: {
    severity: 'warning',
    words: (count) =>
      `The locks of ${objects(count)} that kept backups need have ended. They are still there, and whoever may delete can delete them.`,
    todo: 'Run `holdfast locks renew` now.',
  },
  'ending-soon': {
    severity: 'warning',
    words: (count) =>
      `The locks of ${objects(count)} that kept backups need end in less than three quarters of the protection period.`,
    todo: 'Run `holdfast locks renew`.',
  },
  'not-compared': {
    severity: 'warning',
    words: (count) =>
      `${objects(count)} of the right length ${count === 1 ? 'lies' : 'lie'} over yours and ${wereOf(count)} not read, so nobody knows whether they are copies.`,
    todo: 'Run `holdfast locks audit --all`: it reads them.',
  },
  'space-rules-missing': {
    severity: 'warning',
    words: () =>
      'Space is to be given back by the bucket’s lifecycle rule, and the rule is not there, so what Holdfast hides stays and costs.',
    todo: 'Set it again: `holdfast settings space automatic`.',
  },
  'default-retention-own': {
    severity: 'warning',
    words: (_, detail) =>
      `The bucket’s default retention is not Holdfast’s: ${detail ?? 'another one'}. Backups are as safe as without it, but what is stored without a date of its own, test objects of proofs for one, stays locked for so long.`,
    todo: 'If you did not choose it, set it back on the provider’s page. If it changes, the next audit is an alarm.',
  },
  'rule-not-understood': {
    severity: 'warning',
    words: () => 'The bucket has a lifecycle rule that this Holdfast cannot read.',
    todo: 'Look at it on the provider’s page: no rule may hide or delete what is stored here.',
  },
  'key-wide': {
    severity: 'warning',
    words: () => 'The stored storage key reaches every bucket of the account, not only this one.',
    todo: 'Make a key for this bucket alone (`holdfast keys create`), store it here and delete this one.',
  },
} as const satisfies Record<string, Kind>;

export type AuditCode = keyof typeof kinds;

/** undefined: a kind that this version does not know, from a record that a newer one wrote. */
export const severityOf = (code: string): AuditSeverity | undefined =>
  Object.hasOwn(kinds, code) ? kinds[code as AuditCode].severity : undefined;

const countedCodes = [
  'missing',
  'changed',
  'lock-broken',
  'shortened',
  'hidden',
  'overwritten',
  'list-unreadable',
  'lapsed',
  'ending-soon',
  'not-compared',
] as const satisfies readonly AuditCode[];
const plainCodes = [
  'lock-off',
  'versioning-off',
  'space-rules-missing',
  'rule-not-understood',
  'key-wide',
] as const satisfies readonly AuditCode[];

const detailedCodes = [
  'lifecycle',
  'default-retention',
  'default-retention-own',
  'key-too-powerful',
  'clock-skew',
] as const satisfies readonly AuditCode[];

/** For any language; null: a newer version wrote it, or an older one that did not keep the details. */
export function findingSaid(code: string, count: number, details: readonly Said[] = []): Said | null {
  const detailed = detailedCodes.find((one) => one === code);
  if (detailed !== undefined) return details.length > 0 ? { code: `found-${detailed}`, details } : null;
  const counted = countedCodes.find((one) => one === code);
  if (counted !== undefined) return { code: `found-${counted}`, count };
  const plain = plainCodes.find((one) => one === code);
  return plain === undefined ? null : { code: `found-${plain}` };
}

export type AuditFinding = {
  readonly code: AuditCode;
  readonly severity: AuditSeverity;
  readonly words: string;
  /** The same for any language, without what to do. */
  readonly said: Said | null;
  readonly todo: string;
  /** Distinct objects (versions of ours) it is about; 0: about the bucket, the key or the clock. */
  readonly count: number;
  /** The first of them, relative to the prefix. */
  readonly objects: readonly string[];
};

/** Names kept of one finding: a report stays readable whatever an intruder does. */
const maxObjects = 20;

type Gathered = {
  readonly objects: string[];
  count: number;
  /** In English, and for any language. */
  readonly details: Map<string, readonly Said[]>;
};

/** Gathers findings; of one kind there is one line. */
export class AuditFindings {
  readonly #found = new Map<AuditCode, Gathered>();

  /** @param about `count`: of so many, where they are not named; `said`: the detail for any language */
  add(
    code: AuditCode,
    about: {
      readonly object?: string;
      readonly detail?: string;
      readonly said?: readonly Said[];
      readonly count?: number;
    } = {},
  ): void {
    const found: Gathered = this.#found.get(code) ?? { objects: [], count: 0, details: new Map() };
    this.#found.set(code, found);
    if (about.detail !== undefined && found.details.size < maxObjects)
      found.details.set(about.detail, about.said ?? []);
    found.count += about.count ?? (about.object === undefined ? 0 : 1);
    if (about.object !== undefined && found.objects.length < maxObjects) found.objects.push(about.object);
  }

  /** Alarms first, in the order of the table. */
  list(): readonly AuditFinding[] {
    const codes = (Object.keys(kinds) as AuditCode[]).filter((code) => this.#found.has(code));
    return codes.map((code) => {
      const { objects: some, count, details } = this.#found.get(code)!;
      const { severity, words, todo } = kinds[code];
      const detail = details.size > 0 ? [...details.keys()].join('; ') : undefined;
      const said = findingSaid(code, count, [...details.values()].flat());
      return { code, severity, words: words(count, detail), said, todo, count, objects: some };
    });
  }
}
