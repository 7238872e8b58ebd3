/** `data-lost`: some file of some snapshot cannot be read; `at-risk`: all can, but not for sure until the promised date. */
export type Severity = 'data-lost' | 'at-risk' | 'note';

type Kind = { readonly severity: Severity; readonly words: (object: string) => string };

/** Everything that a check can find: what it means and what to do. `object` is a name in the bucket, or a count. */
export const findingKinds = {
  'pack-missing': {
    severity: 'data-lost',
    words: (pack) =>
      `The pack ${pack} is gone from the bucket. The next backup stores what it can of it again.`,
  },
  'pack-size-differs': {
    severity: 'data-lost',
    words: (pack) =>
      `The pack ${pack} is not as long as it was when it was stored, so it was changed or cut off.`,
  },
  'pack-damaged': {
    severity: 'data-lost',
    words: (pack) => `The pack ${pack} is damaged: its bytes are not those that were stored.`,
  },
  'contents-missing': {
    severity: 'data-lost',
    words: () => 'Contents that snapshots need are in no pack of the repository.',
  },
  'tree-damaged': {
    severity: 'data-lost',
    words: () => 'A folder of a snapshot cannot be read, so what was in it cannot be named or restored.',
  },
  'pack-not-listed': {
    severity: 'at-risk',
    words: (pack) =>
      `Snapshots need the pack ${pack} but do not list it, so nobody renews its lock for them. Make a new backup.`,
  },
  'list-missing': {
    severity: 'at-risk',
    words: (list) =>
      `The list ${list} is gone, so what its snapshots need can no longer be renewed. Make a new backup.`,
  },
  'list-damaged': {
    severity: 'at-risk',
    words: (list) =>
      `The list ${list} is damaged, so what its snapshots need can no longer be renewed. Make a new backup.`,
  },
  'not-locked': {
    severity: 'at-risk',
    words: (object) =>
      `${object} is under no running lock, so whoever may delete can delete it. Make a backup: it renews the locks.`,
  },
  'lock-ending': {
    severity: 'at-risk',
    words: (object) =>
      `The lock of ${object} ends in less than a quarter of the protection period. Make a backup: it renews the locks.`,
  },
  hidden: {
    severity: 'at-risk',
    words: (object) =>
      `${object} was hidden. It can still be read and is locked, but Holdfast never hides what is needed: somebody else has a key to the bucket.`,
  },
  overwritten: {
    severity: 'at-risk',
    words: (object) =>
      `A different object was stored over ${object}. The right one can still be read and is locked, but somebody else has a key to the bucket.`,
  },
  'surplus-version': {
    severity: 'note',
    words: (object) =>
      `${object} is stored more than once, as after an interrupted upload. That costs space and does no harm.`,
  },
  'index-differs': {
    severity: 'note',
    words: (pack) =>
      `The index says something else about the pack ${pack} than the pack itself; the pack counts.`,
  },
  'index-damaged': {
    severity: 'note',
    words: (index) =>
      `The index object ${index} cannot be read. Packs carry their own contents, so nothing is lost.`,
  },
  'not-indexed': {
    severity: 'note',
    words: (pack) => `The pack ${pack} is in no index object yet; the next backup adds it.`,
  },
  'foreign-snapshots': {
    severity: 'note',
    words: (count) =>
      `${count} of the objects among the snapshots are not snapshots of this repository, or are too damaged to tell.`,
  },
  'let-go': {
    severity: 'note',
    words: (count) =>
      `${count} of the snapshots are kept no more, so their space comes back in time; they were not checked.`,
  },
  'unused-objects': {
    severity: 'note',
    words: (count) =>
      `${count} objects belong to no snapshot, as after an interrupted backup. They do no harm.`,
  },
} as const satisfies Record<string, Kind>;

export type FindingCode = keyof typeof findingKinds;

export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What it means and what to do, for people. */
  readonly words: string;
  /** Name relative to the prefix; '' where it is about no single object. */
  readonly object: string;
  /** Ids of the snapshots it touches. */
  readonly snapshots: readonly string[];
  /** The first 1,000 files and folders that cannot be read because of it. */
  readonly paths: readonly string[];
  readonly pathCount: number;
  /** What exactly was seen, for those who want to know. */
  readonly detail?: string;
};

const maxPaths = 1_000;
const order: readonly Severity[] = ['data-lost', 'at-risk', 'note'];

type Growing = {
  readonly code: FindingCode;
  readonly object: string;
  snapshots: Set<string>;
  paths: Set<string>;
  pathCount: number;
  detail: string | undefined;
};

/** Gathers findings; what is found again about the same object adds to its line. */
export class Findings {
  readonly #found = new Map<string, Growing>();

  add(
    code: FindingCode,
    object: string,
    about: { readonly snapshots?: Iterable<string>; readonly path?: string; readonly detail?: string } = {},
  ): void {
    const key = `${code} ${object}`;
    let finding = this.#found.get(key);
    if (!finding) {
      finding = { code, object, snapshots: new Set(), paths: new Set(), pathCount: 0, detail: undefined };
      this.#found.set(key, finding);
    }
    for (const id of about.snapshots ?? []) finding.snapshots.add(id);
    finding.detail ??= about.detail;
    if (about.path === undefined || finding.paths.has(about.path)) return;
    finding.pathCount++;
    if (finding.paths.size < maxPaths) finding.paths.add(about.path);
  }

  /** The finding about a pack that explains why its contents are lost, if there is one. */
  causeFor(pack: string): FindingCode | undefined {
    const codes = ['pack-missing', 'pack-size-differs', 'pack-damaged'] as const;
    return codes.find((code) => this.#found.has(`${code} ${pack}`));
  }

  /** Worst first. A lost pack of which every piece is stored elsewhere too has lost nothing. */
  list(): readonly Finding[] {
    const all = [...this.#found.values()].map(
      ({ code, object, snapshots, paths, pathCount, detail }): Finding => {
        const kind = findingKinds[code];
        const isHarmless = code.startsWith('pack-') && kind.severity === 'data-lost' && pathCount === 0;
        return {
          code,
          severity: isHarmless ? 'at-risk' : kind.severity,
          words: kind.words(object),
          object,
          snapshots: [...snapshots].toSorted(),
          paths: [...paths],
          pathCount,
          ...(detail === undefined ? {} : { detail }),
        };
      },
    );
    return all.toSorted(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.object < b.object ? -1 : 1),
    );
  }
}
