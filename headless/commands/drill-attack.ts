import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { startDemoVault } from '../demo/demo-vault.ts';
import { attack } from '../drill/attack.ts';
import {
  allAttackKinds,
  defaultAttackKinds,
  isAttackKind,
  type AttackKind,
} from '../../core/app/intruder/attack-kinds.ts';
import { copyTree, makeDocuments, workForADay } from '../drill/drill-files.ts';
import { DrillScene } from '../drill/drill-scene.ts';
import { recoverAndCompare, type Recovered } from '../drill/recover-and-compare.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';

/** Differences shown to people; --json has all. */
const shown = 10;
const days = 3;

export type AttackFlags = { readonly kind?: readonly string[]; readonly keep?: boolean };

/**
 * A whole attack and the recovery from it, on a practice vault of its own in a temporary folder: told line by line while
 * it happens. Nothing of the person's own is touched.
 */
export async function drillAttack(context: CommandContext, flags: AttackFlags): Promise<Outcome> {
  const kinds = kindsFrom(flags);
  const started = context.world.monotonic();
  const tell = async (line: string): Promise<void> =>
    context.json ? context.note(line) : await context.terminal.out(`${line}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-attack-drill-'));
  const vault = await startDemoVault(join(folder, 'vault'));
  try {
    const scene = new DrillScene(context, folder, vault);
    await tell(
      'A drill: an attack on a computer and its backup, and the recovery from it. All of it happens on a',
    );
    await tell('practice vault in a temporary folder; your own files and backups are not touched.\n');
    await backUpForDays(scene, tell);
    await tell('\nThe attack. He has this computer, its storage key and the passphrase:');
    await attack(scene, kinds, (line) => tell(`   ${line}`));
    await tell(
      '   At the end every file on the disk is encrypted, and the computer with its set-up is gone.',
    );
    await scene.daysPass(1);
    await tell('\nThe recovery, on another computer, with the recovery kit and a key that can only read:');
    const recovered = await recoverAndCompare(scene, (line) => tell(`   ${line}`));
    return outcomeOf(
      recovered,
      kinds,
      (context.world.monotonic() - started) / 1000,
      flags.keep ? folder : null,
    );
  } finally {
    await vault.stop();
    if (!flags.keep) await rm(folder, { recursive: true, force: true });
  }
}

async function backUpForDays(scene: DrillScene, tell: (line: string) => Promise<void>): Promise<void> {
  await makeDocuments(scene.documents);
  await scene.setUp();
  for (let day = 1; day <= days; day++) {
    await workForADay(scene.documents, day);
    const { files, bytes } = await scene.backUp(scene.documents);
    await tell(
      `Day ${day}: ${countOf(Number(files), 'file')}, ${sizeInWords(Number(bytes))}, ${day === 1 ? 'copies of real ones, are backed up and locked for 30 days' : 'some of them worked on, are backed up'}.`,
    );
    if (day < days) await scene.daysPass(1);
  }
  await copyTree(scene.documents, scene.asTheyWere);
  await scene.daysPass(1);
}

/** @throws usage */
function kindsFrom({ kind = [] }: AttackFlags): ReadonlySet<AttackKind> {
  if (kind.length === 0) return new Set(defaultAttackKinds);
  if (kind.includes('all')) return new Set(allAttackKinds);
  const known = kind.filter(isAttackKind);
  const unknown = kind.find((one) => !isAttackKind(one));
  if (unknown === undefined) return new Set(known);
  throw new HoldfastError('usage', {
    reason: `--kind is one of ${allAttackKinds.join(', ')} or all, not "${unknown}"`,
  });
}

function outcomeOf(
  recovered: Recovered,
  kinds: ReadonlySet<AttackKind>,
  seconds: number,
  kept: string | null,
): Outcome {
  const { ok, problems } = recovered;
  const where = kept === null ? [] : [`Everything of it is in ${kept}.`];
  return {
    result: { ...recovered, kinds: [...kinds], seconds, kept },
    text: ok
      ? [
          `\nThe drill went well: every file is what it was before the attack, and the recovery changed nothing in the bucket. ${Math.round(seconds)} s.`,
          ...where,
        ].join('\n')
      : [
          '\nThe drill FAILED. What came back is not what was there before the attack:',
          ...problems.slice(0, shown).map((problem) => `  ${problem}`),
          ...(problems.length > shown ? [`  and ${problems.length - shown} more`] : []),
          'Please report it.',
          ...where,
        ].join('\n'),
    exitCode: ok ? 0 : 1,
  };
}
