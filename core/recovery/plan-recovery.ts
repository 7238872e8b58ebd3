import type { FoundSnapshot } from '../catalog/snapshots.ts';
import type { Instant } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import { orderPieces, readUnits } from '../restore/read-units.ts';
import { itemStates } from '../restore/restore-plan.ts';
import { prepareRestore, type PreparedRestore, type RestoreRequest } from '../restore/run-restore.ts';
import { fromText, joinPath, toText } from '../source/byte-path.ts';
import { askPacks } from './ask-packs.ts';
import { ChunkPlaces, type PlacesRequest } from './chunk-places.ts';

export type RecoveryRestoreRequest = Omit<RestoreRequest, 'repository' | 'catalog' | 'snapshot'> & {
  readonly repository: Repository;
  readonly snapshot: FoundSnapshot;
  readonly onPlaces?: PlacesRequest['onProgress'];
  /** Before each reading of the plan: what problems and conflicts were told so far is told again. */
  readonly onAnew?: () => void;
};

/** What a restore will bring, cost and lack. */
export type Outlook = {
  /** Absolute; where what was asked for will be, as a person reads it. */
  readonly places: readonly { readonly from: string; readonly to: string }[];
  readonly files: number;
  readonly bytes: number;
  readonly alreadyThere: { readonly files: number; readonly bytes: number };
  /** Ranges of packs, which compression makes smaller and gaps larger than the files. */
  readonly downloadBytes: number;
  readonly downloads: number;
  readonly packs: number;
  /** Gone from the bucket although needed. */
  readonly missingPacks: readonly string[];
  /** Files and folders that cannot come back, as far as is known before reading. */
  readonly lost: number;
  /** Of what this restore reads; undefined: nothing has to be read. 0: something has no lock. */
  readonly lockedUntil: Instant | undefined;
  readonly newBytes: number;
  readonly freeBytes: number;
};

export type PlannedRecovery = {
  readonly places: ChunkPlaces;
  readonly prepared: PreparedRestore;
  readonly outlook: Outlook;
};

/** The scratch catalog stays open for `recoverFiles`; close it. */
export async function openPlan(request: RecoveryRestoreRequest): Promise<PlannedRecovery> {
  const { repository, snapshot, signal, onPlaces } = request;
  const places = await ChunkPlaces.open({
    repository,
    snapshots: [snapshot],
    want: 'everything',
    signal,
    ...(onPlaces && { onProgress: onPlaces }),
  });
  try {
    return await planAgain(request, places);
  } catch (error) {
    await places.close();
    throw error;
  }
}

/** With what the places know by now; asks for every pack that will be read, and looks for another where one is gone. */
export async function planAgain(
  request: RecoveryRestoreRequest,
  places: ChunkPlaces,
): Promise<PlannedRecovery> {
  const { repository, signal } = request;
  let prepared = await prepare(request, places);
  if (prepared.planned.lostInPlan > 0 && (await places.doubt('indexed', signal)))
    prepared = await prepare(request, places);
  let asked = await askPacks(repository, prepared.planned.packs, signal);
  if (asked.missing.length > 0 && (await places.doubt(asked.missing, signal))) {
    prepared = await prepare(request, places);
    asked = await askPacks(repository, prepared.planned.packs, signal);
  }
  return { places, prepared, outlook: outlookOf(prepared, asked) };
}

async function prepare(request: RecoveryRestoreRequest, places: ChunkPlaces): Promise<PreparedRestore> {
  request.onAnew?.();
  return await prepareRestore({ ...request, catalog: places });
}

export function outlookOf(
  { to, selected, planned, freeBytes }: PreparedRestore,
  { missing, lockedUntil }: Awaited<ReturnType<typeof askPacks>>,
): Outlook {
  const order = orderPieces(planned.plan, planned.packs.length);
  let downloadBytes = 0;
  let downloads = 0;
  for (const { start, end } of readUnits(planned.plan, order)) {
    downloadBytes += end - start;
    downloads++;
  }
  return {
    places: selected.map(({ path, entry, under }) => ({
      from: path,
      to: toText([...under, entry.name].reduce(joinPath, fromText(to))),
    })),
    files: planned.totalFiles,
    bytes: planned.totalBytes,
    alreadyThere: planned.alreadyThere,
    downloadBytes,
    downloads,
    packs: planned.packs.length,
    missingPacks: missing,
    lost: planned.lostInPlan + filesIn(planned, new Set(missing)),
    lockedUntil,
    newBytes: planned.newBytes,
    freeBytes,
  };
}

/** Files that have a piece in one of these packs and are not there already. */
function filesIn({ plan, packs }: PreparedRestore['planned'], names: ReadonlySet<string>): number {
  if (names.size === 0) return 0;
  const { pieces, items } = plan;
  let count = 0;
  let last = -1;
  for (let piece = 0; piece < pieces.count; piece++) {
    const row = pieces.item[piece] ?? 0;
    if (row === last || items.state[row] === itemStates.keep) continue;
    if (!names.has(packs[pieces.pack[piece] ?? 0]?.name ?? '')) continue;
    last = row;
    count++;
  }
  return count;
}
