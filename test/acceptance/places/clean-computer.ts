import { readFileSync } from 'node:fs';
import { Holdfast, type StorageKey } from '../holdfast.ts';

/** Does what the kit says, with nothing but the kit and a key that may read: connects an empty home to the repository. */
export async function cleanComputer(kit: string, home: string, key: StorageKey): Promise<Holdfast> {
  const page = readFileSync(kit, 'utf8');
  const rows = page.match(/^(?: +\d+ [a-z]+)+$/gm) ?? [];
  const words = rows.join(' ').match(/[a-z]+/g) ?? [];
  if (words.length !== 24) throw new Error(`${kit} has ${words.length} words`);
  const [, line] = /^ +holdfast (setup --existing .*)$/m.exec(page) ?? [];
  if (line === undefined) throw new Error(`${kit} does not say how to connect`);
  const holdfast = new Holdfast(home, {
    HOLDFAST_WORDS: words.join(' '),
    HOLDFAST_KEY_ID: key.keyId,
    HOLDFAST_KEY: key.key,
  });
  await holdfast.succeed(line.split(' '), [0, 3]);
  return holdfast;
}
