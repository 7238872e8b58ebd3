import type { Day } from '../day.ts';
import { split } from '../modelled-tree.ts';
import * as ciphers from './ciphers.ts';
import type { Cipher } from './ciphers.ts';
import type { Intruder, Naming } from './intruder.ts';

export type Attack = {
  readonly name: string;
  /** fast: all of it before one run. slow: a little before every run. */
  readonly pace: 'fast' | 'slow';
  /** Whether the targets of detection hold for it; the others are measured so that nobody has to guess. */
  readonly promised: boolean;
  /** What happens before one run. */
  readonly strike: (intruder: Intruder, day: Day) => void;
};

const documents = ['docx', 'xlsx', 'pptx', 'doc', 'xls', 'odt', 'pdf', 'txt', 'rtf', 'csv', 'md'];
const knownExtensions = ['locked', 'encrypted', 'crypt', 'lockbit', 'conti', 'akira', 'djvu'];
const noteNames = [
  'README_FOR_DECRYPT.txt',
  'HOW_TO_RECOVER_FILES.html',
  'RESTORE-MY-FILES.txt',
  '_readme.txt',
  'DECRYPT_INSTRUCTIONS.txt',
];

const kept: Naming = (_day, path) => path;
const elsewhere: Naming = (day, path) => `${split(path).parent}/${day.hex(16)}`;

/** One extension for all files of an attack. */
const appended = (day: Day, from: readonly string[]): Naming => {
  const extension = day.random.pick(from);
  return (_day, path) => `${path}.${extension}`;
};

function letters(day: Day, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + day.random.between(0, 25))).join('');
}

function noteFor(intruder: Intruder, day: Day, paths: readonly string[], unknownName = false): void {
  const name = unknownName ? `${letters(day, 8)}.txt` : day.random.pick(noteNames);
  intruder.leaveNotes(day, paths, name, day.pool.any('text', day.random));
}

function fast(name: string, strike: Attack['strike'], promised = true): Attack {
  return { name, pace: 'fast', promised, strike };
}

function slow(name: string, strike: Attack['strike'], promised = true): Attack {
  return { name, pace: 'slow', promised, strike };
}

const inPlace = (cipher: Cipher): Attack['strike'] => {
  return (intruder, day) => intruder.take(day, intruder.worth(day), cipher, kept);
};

/** This share of the files that are left, at least one. */
function share(intruder: Intruder, day: Day, part: number): string[] {
  const worth = intruder.worth(day);
  return day.some(worth, Math.max(1, Math.round((worth.length + intruder.lost) * part)));
}

export const attacks: readonly Attack[] = [
  fast('whole files, names kept', inPlace(ciphers.whole)),
  fast('whole files, names and lengths kept', inPlace(ciphers.wholeSameLength)),
  fast('whole files, names kept, a note in every folder', (intruder, day) => {
    const worth = intruder.worth(day);
    intruder.take(day, worth, ciphers.whole, kept);
    noteFor(intruder, day, worth);
  }),
  fast('every other 16 bytes, names kept', inPlace(ciphers.everyOther16)),
  fast('4 KiB of every 16 KiB, names kept', inPlace(ciphers.blocks)),
  fast('the first 4 KiB, names kept', inPlace(ciphers.headOnly)),
  fast('the first 512 bytes, names kept', inPlace(ciphers.shortHeadOnly)),
  fast('a known extension appended, a note in every folder', (intruder, day) => {
    const worth = intruder.worth(day);
    intruder.take(day, worth, ciphers.whole, appended(day, knownExtensions));
    noteFor(intruder, day, worth);
  }),
  fast('an unknown extension appended, no note', (intruder, day) => {
    intruder.take(day, intruder.worth(day), ciphers.whole, appended(day, [letters(day, 7)]));
  }),
  fast('each file an extension of its own, no note', (intruder, day) => {
    intruder.take(day, intruder.worth(day), ciphers.whole, (now, path) => `${path}.${now.hex(8)}`);
  }),
  fast('number and address appended, the first 4 KiB', (intruder, day) => {
    const tail = `.id[${day.hex(8).toUpperCase()}-2803].[${letters(day, 9)}@example.com].eking`;
    intruder.take(day, intruder.worth(day), ciphers.headOnly, (_day, path) => `${path}${tail}`);
  }),
  fast('the extension replaced, an unknown note', (intruder, day) => {
    const extension = letters(day, 5);
    const worth = intruder.worth(day);
    intruder.take(day, worth, ciphers.whole, (now, path) => now.renameExtension(path, extension));
    noteFor(intruder, day, worth, true);
  }),
  fast('new files under random names, the old ones deleted', (intruder, day) => {
    intruder.take(day, intruder.worth(day), ciphers.whole, elsewhere);
  }),
  fast('new files under random names with one extension, a note', (intruder, day) => {
    const worth = intruder.worth(day);
    const extension = letters(day, 6);
    intruder.take(day, worth, ciphers.whole, (now, path) => `${elsewhere(now, path)}.${extension}`);
    noteFor(intruder, day, worth);
  }),
  fast('everything deleted', (intruder, day) => {
    intruder.lost += day.paths('').length;
    for (const folder of day.tree.foldersIn(day.tree.home)) day.tree.removeFolder(folder);
  }),
  fast('all but programs and caches deleted', (intruder, day) => intruder.remove(day, intruder.worth(day))),
  fast('everything overwritten with zeros', inPlace(ciphers.zeros)),
  fast('everything emptied', inPlace(ciphers.nothing)),
  fast('documents only, names kept', (intruder, day) => {
    intruder.take(day, intruder.worth(day, documents), ciphers.whole, kept);
  }),
  fast('documents only, an unknown extension appended', (intruder, day) => {
    intruder.take(day, intruder.worth(day, documents), ciphers.whole, appended(day, [letters(day, 6)]));
  }),
  fast('everything packed into archives with a password, and deleted', (intruder, day) => {
    for (const folder of day.tree.foldersIn(day.tree.home)) {
      const paths = intruder.worth(day).filter((path) => path.startsWith(`${folder}/`));
      if (paths.length === 0) continue;
      day.create(`${folder}.rar`, 'rar');
      intruder.remove(day, paths);
    }
  }),
  fast('met at work: a third done, extension appended', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.33), ciphers.whole, appended(day, [letters(day, 6)]));
  }),
  fast('met at work: a tenth done, names kept', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.1), ciphers.whole, kept);
  }),
  slow('1 % a day, names kept', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.01), ciphers.whole, kept);
  }),
  slow('1 % a day, every other 16 bytes', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.01), ciphers.everyOther16, kept);
  }),
  slow('1 % a day, an extension appended', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.01), ciphers.whole, (_day, path) => `${path}.vlwqz`);
  }),
  slow('1 % a day, random names', (intruder, day) => {
    intruder.take(day, share(intruder, day, 0.01), ciphers.whole, elsewhere);
  }),
  slow('1 % a day, a note beside each', (intruder, day) => {
    const paths = share(intruder, day, 0.01);
    intruder.take(day, paths, ciphers.whole, kept);
    noteFor(intruder, day, paths);
  }),
  fast('base64 of the encrypted, names kept', inPlace(ciphers.base64), false),
  fast(
    'base64 of the encrypted, into .txt under random names',
    (intruder, day) => {
      intruder.take(day, intruder.worth(day), ciphers.base64, (now, path) => `${elsewhere(now, path)}.txt`);
    },
    false,
  ),
  fast('each byte changed the same way (XOR), names kept', inPlace(ciphers.oneByteXor), false),
  fast('all but the first 64 bytes, names kept', inPlace(ciphers.magicSpared), false),
  fast('all but the first 4 KiB, names kept', inPlace(ciphers.headSpared), false),
  fast('4 KiB of every 16 KiB after the first 4 KiB, names kept', inPlace(ciphers.blocksHeadSpared), false),
  fast(
    'photos and films only, all but the first 4 KiB, names kept',
    (intruder, day) => {
      const seen = ['jpg', 'heic', 'png', 'mp4', 'mov', 'nef'];
      intruder.take(day, intruder.worth(day, seen), ciphers.headSpared, kept);
    },
    false,
  ),
  fast(
    'one folder of documents only, names kept',
    (intruder, day) => {
      const folder = day.folderWithFiles('Documents', 5);
      if (folder)
        intruder.take(
          day,
          day.tree.filesIn(folder).map(([path]) => path),
          ciphers.whole,
          kept,
        );
    },
    false,
  ),
  slow(
    '0.2 % a day, names kept',
    (intruder, day) => {
      intruder.take(day, share(intruder, day, 0.002), ciphers.whole, kept);
    },
    false,
  ),
  slow(
    '1 % a day, all but the first 4 KiB',
    (intruder, day) => {
      intruder.take(day, share(intruder, day, 0.01), ciphers.headSpared, kept);
    },
    false,
  ),
  slow('1 % a day deleted', (intruder, day) => intruder.remove(day, share(intruder, day, 0.01)), false),
];
