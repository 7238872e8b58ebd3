import type { OpenSuspicion } from '../backup/detection-types.ts';
import type { BackupReport } from '../backup/backup-types.ts';
import type { Judgement } from '../detection/signal.ts';
import type { Suspicion } from '../locks/suspicion.ts';
import type { Said } from '../model/said.ts';
import { shortId } from './choose-snapshot.ts';
import type { Home } from './home.ts';
import { noteEvent } from './upkeep-state.ts';
import { countOf, timeInWords } from './words-for-people.ts';

/** Example files shown to people; --json has more. */
const shownFiles = 5;

/** Figures and files, a line each. */
export function evidenceLines({ signals }: Pick<Suspicion, 'signals'>): readonly string[] {
  return signals.flatMap(({ words, files }) => [
    `  - ${words}`,
    ...files.slice(0, shownFiles).map((file) => `      ${file}`),
    ...(files.length > shownFiles ? [`      and ${countOf(files.length - shownFiles, 'more', 'more')}`] : []),
  ]);
}

/** What a backup says that found one, or that goes on under one. */
export function suspicionWords(open: OpenSuspicion): readonly string[] {
  const { since, isNew, lastClean, renewal } = open;
  if (!isNew)
    return [
      `An attack is suspected since ${timeInWords(since)}, and nobody has cleared that: \`holdfast suspicions\`. This backup was made all the same.`,
    ];
  return [
    'SUSPECTED ATTACK: this backup looks as if something had encrypted or destroyed files. It was made all the same, and nothing was deleted.',
    ...evidenceLines(open),
    lastClean === null
      ? '  There is no backup from before.'
      : `  The last clean snapshot is ${shortId(lastClean)}: it is kept, and nothing is given back until this is cleared${renewal && renewal.renewed > 0 ? `; ${countOf(renewal.renewed, 'lock')} of it lengthened` : ''}.`,
    '  If this was not you: switch this computer off, and use another one with the recovery kit: `holdfast recover timeline`.',
    '  If it was you: `holdfast suspicions clear`.',
  ];
}

/** One line for what is worth a look and no alarm. */
export function unusualWords(judgement: Judgement | undefined): readonly string[] {
  if (judgement?.verdict !== 'unusual') return [];
  return [`Unusual, and no alarm: ${judgement.signals.map(({ words }) => words).join(' ')}`];
}

/** Once for each suspicion, and again where signs of another kind are added. */
export async function noteSuspicion(
  home: Home,
  { detection, finishedAt }: Pick<BackupReport, 'detection' | 'finishedAt'>,
): Promise<void> {
  const open = detection?.suspicion;
  if (!open?.isNew) return;
  const words = `Suspected attack: ${open.signals.map((sign) => sign.words).join(' ')} The last clean snapshot is kept; \`holdfast suspicions\` says more.`;
  const signs = open.signals.map((sign): Said => sign.said ?? { code: 'plain', words: sign.words });
  const coded = { code: 'event-suspected', signs } as const;
  await noteEvent(home, { at: finishedAt, kind: 'suspected-attack', words, coded });
}
