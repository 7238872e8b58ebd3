import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { notices } from '../locks/lock-state.ts';
import type { Instant } from '../model/object.ts';
import type { Home } from './home.ts';
import { inTurn } from './in-turn.ts';
import { keptSaid } from './service/kept-saying.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Provider time, ms. */
const instant = z.number().int();
const count = z.number().int().nonnegative();

const renewal = z.looseObject({
  startedAt: instant,
  finishedAt: instant,
  examined: count,
  renewed: count,
  renewedBytes: count,
  missing: count,
  refused: count,
  /** Left for a later run by the call budget. */
  left: count,
  calls: count,
  /** The smallest confirmed date over all that is needed, after it; null: nothing is needed. */
  least: instant.nullable(),
  /** Nothing missing, nothing left, nothing refused that matters: what retirement asks for. */
  whole: z.boolean(),
});

const audit = z.looseObject({
  at: instant,
  /** clean, warnings, alarms. */
  verdict: z.enum(['clean', 'warnings', 'alarms']),
  alarms: count,
  warnings: count,
  /** What was found, so that the next audit tells what is new. */
  found: z.array(
    z.strictObject({
      code: z.string(),
      count,
      words: z.string(),
      said: keptSaid.optional(),
      /** The audit before did not have it, or less of it. */
      isNew: z.boolean().optional(),
    }),
  ),
  /** The smallest lock date over all that kept snapshots need; null: nothing is kept. */
  least: instant.nullable(),
  /** Needed versions that lie under a hide marker or other bytes. */
  hiddenNeeded: count,
  /** Days, null for none; undefined: not seen. */
  defaultRetention: z.number().nullable().optional(),
});

const retirement = z.looseObject({
  at: instant,
  how: z.enum(['hide', 'delete']),
  /** Names hidden or deleted. */
  names: count,
  bytes: count,
});

/** What of a proof the state of a home depends on; whoever proved keeps the attempts beside it. */
const proof = z.looseObject({ at: instant, ok: z.boolean() });

const drill = z.looseObject({
  at: instant,
  /** Everything came back, and nothing was another than the file on this computer. */
  ok: z.boolean(),
  files: count,
  bytes: count,
  /** Of these compared with the file on this computer. */
  compared: count,
  problems: count,
});

/** By this computer's clock, as a person remembers it. */
const kit = z.looseObject({
  /** Words of the printed kit were typed back. */
  confirmedAt: instant.nullable().default(null),
  /** The backups were opened with nothing but the kit. */
  openedAt: instant.nullable().default(null),
});

const event = z.strictObject({
  at: instant,
  /** In kebab-case, for programs. */
  kind: z.string().min(1),
  words: z.string(),
  /** The words for any language. */
  coded: keptSaid.optional(),
  /** A front end has shown it. */
  said: z.boolean(),
});

const upkeepSchema = z.strictObject({
  version: z.literal(1),
  lastRenewal: renewal.nullable().default(null),
  lastAudit: audit.nullable().default(null),
  lastRetirement: retirement.nullable().default(null),
  lastDrill: drill.nullable().default(null),
  proofs: z
    .strictObject({ lockHalf: proof.nullable().default(null), keyHalf: proof.nullable().default(null) })
    .default({ lockHalf: null, keyHalf: null }),
  kit: kit.default({ confirmedAt: null, openedAt: null }),
  /** Notices about falling margins that were said since all was well. */
  noticesSaid: z.array(z.enum(notices)).default([]),
  /** Oldest first. */
  events: z.array(event).default([]),
});

/** What happened to this home's locks last. Information: nothing in it is needed to restore, and no secret is in it. */
export type UpkeepState = z.infer<typeof upkeepSchema>;
export type ProofRecord = z.infer<typeof proof>;
export type UpkeepEvent = z.infer<typeof event>;

/** Of these the newest are kept. */
const maxEvents = 200;

const nothingYet = (): UpkeepState => upkeepSchema.parse({ version: 1 });

/** A file that is missing or cannot be read counts as empty: what it remembers can be found out again. */
export async function readUpkeep(home: Home): Promise<UpkeepState> {
  return (await read(home)) ?? nothingYet();
}

/** undefined: there is one that cannot be read. */
async function read(home: Home): Promise<UpkeepState | undefined> {
  try {
    return upkeepSchema.safeParse(JSON.parse(await readFile(home.upkeep, 'utf8'))).data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothingYet();
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reads, changes, writes, one call after another. The home must be this process's alone. What cannot be read is put aside
 * and begun anew, which is an event of its own.
 */
export async function changeUpkeep(
  home: Home,
  change: (state: UpkeepState) => UpkeepState,
): Promise<UpkeepState> {
  return await inTurn(home.upkeep, () => changeNow(home, change));
}

async function changeNow(home: Home, change: (state: UpkeepState) => UpkeepState): Promise<UpkeepState> {
  const known = await read(home);
  if (!known) await rename(home.upkeep, `${home.upkeep}.damaged`);
  const changed = upkeepSchema.parse(change(known ?? begunAnew()));
  const state = { ...changed, events: changed.events.slice(-maxEvents) };
  await writeFileAtomically(home.upkeep, `${JSON.stringify(state, null, 2)}\n`);
  return state;
}

function begunAnew(): UpkeepState {
  const words =
    'The record of the last renewals, audits and proofs could not be read and was begun anew. The backups are not affected.';
  return {
    ...nothingYet(),
    events: [{ at: 0, kind: 'record-begun-anew', words, coded: { code: 'event-record-anew' }, said: false }],
  };
}

/** What a renewal report must tell: see core/upkeep/renew-locks.ts. */
type Renewed = {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly examined: number;
  readonly renewed: number;
  readonly renewedBytes: number;
  readonly missing: readonly unknown[];
  readonly refused: readonly unknown[];
  readonly left: number;
  readonly calls: number;
  readonly least: Instant;
};

/** @param whole `isWhole(report)`: then all margins are P again, and notices about falling ones begin anew */
export async function noteRenewal(home: Home, report: Renewed, whole: boolean): Promise<void> {
  const { startedAt, finishedAt, examined, renewed, renewedBytes, left, calls } = report;
  await changeUpkeep(home, (state) => ({
    ...state,
    lastRenewal: {
      startedAt: Math.floor(startedAt),
      finishedAt: Math.floor(finishedAt),
      examined,
      renewed,
      renewedBytes,
      missing: report.missing.length,
      refused: report.refused.length,
      left,
      calls,
      least: Number.isFinite(report.least) ? report.least : null,
      whole,
    },
    noticesSaid: whole ? [] : state.noticesSaid,
  }));
}

export async function noteAudit(home: Home, summary: z.infer<typeof audit>): Promise<void> {
  await changeUpkeep(home, (state) => ({ ...state, lastAudit: summary }));
}

export async function noteRetirement(home: Home, summary: z.infer<typeof retirement>): Promise<void> {
  await changeUpkeep(home, (state) => ({ ...state, lastRetirement: summary }));
}

export async function noteDrill(home: Home, summary: z.infer<typeof drill>): Promise<void> {
  await changeUpkeep(home, (state) => ({ ...state, lastDrill: summary }));
}

/** What a person has done with the recovery kit, so that it is not asked for again too soon. */
export async function noteKit(
  home: Home,
  done: { readonly confirmedAt: Instant } | { readonly openedAt: Instant },
): Promise<void> {
  await changeUpkeep(home, (state) => ({ ...state, kit: { ...state.kit, ...done } }));
}

/** @param proven at least `at` (provider time) and `ok`; everything else, attempts too, is kept as it is */
export async function noteProof(
  home: Home,
  half: keyof UpkeepState['proofs'],
  proven: ProofRecord,
): Promise<void> {
  await changeUpkeep(home, (state) => ({ ...state, proofs: { ...state.proofs, [half]: proven } }));
}

/**
 * Adds something that a person should hear once, whichever front end is looked at first.
 * @param happened `at` in provider time
 */
export async function noteEvent(home: Home, happened: Omit<UpkeepEvent, 'said'>): Promise<void> {
  await changeUpkeep(home, (state) => withEvent(state, happened));
}

export function withEvent(state: UpkeepState, happened: Omit<UpkeepEvent, 'said'>): UpkeepState {
  return {
    ...state,
    events: [...state.events, { ...happened, at: Math.floor(happened.at), said: false }],
  };
}

/** What nobody has been shown yet, oldest first; it counts as said from now on. */
export async function takeEvents(home: Home): Promise<readonly UpkeepEvent[]> {
  const unsaid = (await readUpkeep(home)).events.filter(({ said }) => !said);
  if (unsaid.length > 0)
    await changeUpkeep(home, (state) => ({
      ...state,
      events: state.events.map((one) => ({ ...one, said: true })),
    }));
  return unsaid;
}
