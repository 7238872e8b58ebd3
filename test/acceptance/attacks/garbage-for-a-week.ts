import { mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Attack } from './attack.ts';

/** He sits at the computer, takes the folders out of the set-up and lets it go on as if all were well. */
export const garbageForAWeek: Attack = {
  name: 'changes what is backed up and backs up garbage for a week',
  attack: async ({ place, setUp, work }) => {
    const garbage = join(work, 'garbage');
    mkdirSync(garbage);
    for (let day = 0; day < 7; day++) {
      await place.daysPass(1);
      for (let number = 0; number < 20; number++)
        writeFileSync(join(garbage, `${number}.docx`), randomBytes(20_000));
      await setUp.holdfast.succeed(['backup', garbage], [0, 3]);
    }
  },
};
