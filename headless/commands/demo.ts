import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAll } from '../demo/compare-all.ts';
import { startDemoVault } from '../demo/demo-vault.ts';
import { attackVault, backUpEverything, chooseSources, restoreElsewhere, setUpHome } from '../demo/story.ts';
import { succeeded } from '../../core/app/intruder/intruder.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { countInWords, countOf, durationInWords, sizeInWords, untilInWords } from '../words-for-people.ts';

/** Differences shown to people. */
const shown = 10;

/**
 * The whole story on a practice vault of its own. Tells it line by line while it happens; everything is in one
 * temporary folder, which is removed.
 */
export async function demo(context: CommandContext): Promise<Outcome> {
  const started = context.world.now();
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-demo-'));
  const tell = async (line: string): Promise<void> =>
    context.json ? context.note(line) : await context.terminal.out(`${line}\n`);
  const vault = await startDemoVault(join(folder, 'vault'));
  try {
    await tell('Holdfast demo: a backup, an attack with the stolen keys, and the files back.');
    await tell('It runs on a practice vault on this computer, which itself protects nothing.\n');

    const scene = { context, folder, vault };
    const home = await setUpHome(scene);
    await tell(`1  A bucket with Object Lock. ${home.keyWords.words}`);
    const sources = await chooseSources();
    const backup = await backUpEverything(scene, sources);
    await tell(
      `2  Backed up ${countOf(backup.files, 'real file')}, ${sizeInWords(backup.bytes)}, in ${durationInWords(backup.seconds)}. Locked until ${untilInWords(backup.protectedUntil, started)}.`,
    );

    const attack = await attackVault(scene, home);
    await tell(
      `3  An intruder takes this computer with all its keys. He tries everything on all ${attack.versions} object versions:`,
    );
    for (const { who, attacks } of attack.byKey) {
      await tell(`     ${who}`);
      for (const one of attacks)
        await tell(
          `       ${one.what.padEnd(26)} ${countInWords(one.tried - succeeded(one))} of ${countInWords(one.tried)} refused${one.refusedByLock > 0 ? ' by the lock' : ''}`,
        );
    }
    await tell(
      `     Control: the same key, the same call, an object without a lock: ${attack.controlDeleted ? 'deleted' : 'NOT deleted'}.`,
    );
    await tell(
      `     What he can do: he overwrites and hides all ${attack.buried} names. Then the computer is gone.`,
    );

    const restored = await restoreElsewhere(scene, home);
    await tell(
      `4  A clean computer with the 24 words and a read key: ${countOf(restored.files, 'file')}, ${sizeInWords(restored.bytes)}, back in ${durationInWords(restored.seconds)}.`,
    );
    const compared = await compareAll(sources.folders, restored.to);
    const broken = attack.byKey
      .flatMap(({ attacks }) => attacks)
      .reduce((sum, one) => sum + succeeded(one), 0);
    const isGood =
      broken === 0 &&
      attack.controlDeleted &&
      compared.differences.length === 0 &&
      restored.problems === 0 &&
      compared.files === backup.files;
    await tell(
      `5  Compared byte for byte: ${countOf(compared.files, 'file')}, ${countOf(compared.folders, 'folder')}, ${countOf(compared.links, 'link')}, ${sizeInWords(compared.bytes)}: ${compared.differences.length === 0 ? 'all the same' : countOf(compared.differences.length, 'difference')}.`,
    );
    for (const difference of compared.differences.slice(0, shown)) await tell(`     ${difference}`);
    const seconds = (context.world.now() - started) / 1000;
    return {
      result: { ok: isGood, seconds, backup, attack, restored, compared },
      text: isGood
        ? `\nNothing was lost. ${Math.round(seconds)} s.`
        : '\nThe demo FAILED: see above. Please report it.',
      exitCode: isGood ? 0 : 1,
    };
  } finally {
    await vault.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
