import Database from 'better-sqlite3';
import type { SeededRandom } from '../../simulation/seeded-random.ts';
import { prose } from './plain-text.ts';

/** A real SQLite database: rows of text and numbers, at times small pictures in it. */
export function sqlite(random: SeededRandom, size: number): Buffer {
  const database = new Database(':memory:');
  try {
    database.exec('create table items (id integer primary key, name text, body blob, at integer)');
    const insert = database.prepare('insert into items (name, body, at) values (?, ?, ?)');
    const pictures = random.chance(0.2);
    let length = 0;
    database.transaction(() => {
      while (length < size) {
        const body = pictures ? Buffer.from(random.bytes(900)) : prose(random, random.between(40, 600));
        insert.run(`name ${random.between(1, 1e6)}`, body, random.between(0, 2e9));
        length += body.length + 40;
      }
    })();
    return database.serialize();
  } finally {
    database.close();
  }
}

/** The old formats of office programs: a sector of places, text as it is, empty sectors. */
export function compoundDocument(random: SeededRandom, size: number): Buffer {
  const parts: Uint8Array[] = [
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504, 0xff),
  ];
  for (let length = 0; length < size; length += 512) {
    const sector = Buffer.alloc(512);
    if (!random.chance(0.25)) prose(random, 480).copy(sector);
    parts.push(sector);
  }
  return Buffer.concat(parts);
}

/** Pages of a mail store: a mark at the front, each page disguised by a fixed substitution of bytes as Outlook does. */
export function mailStore(random: SeededRandom, size: number): Buffer {
  const parts: Uint8Array[] = [Buffer.from('!BDN\0\0\0\0SM\x17\0', 'latin1'), Buffer.alloc(500)];
  for (let length = 0; length < size; length += 512) {
    const page = random.chance(0.2) ? Buffer.from(random.bytes(512)) : Buffer.alloc(512);
    if (!random.chance(0.25)) prose(random, 480).copy(page);
    for (let at = 0; at < page.length; at++) page[at] = (page[at]! * 167 + 71) & 255;
    parts.push(page);
  }
  return Buffer.concat(parts);
}

export function passwordStore(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([
    Buffer.from([3, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5, 1, 0, 4, 0]),
    random.bytes(size),
  ]);
}

/** A container that is noise from its first byte. */
export function vault(random: SeededRandom, size: number): Buffer {
  return Buffer.from(random.bytes(Math.ceil(size)));
}

export function ageFile(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([
    Buffer.from('age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n'),
    random.bytes(Math.ceil(size)),
  ]);
}

export function pgpFile(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([Buffer.from([0x85, 0x02, 0x0c, 0x03]), random.bytes(Math.ceil(size))]);
}

export function propertyList(random: SeededRandom, size: number): Buffer {
  return Buffer.concat([Buffer.from('bplist00'), prose(random, size), Buffer.alloc(32)]);
}
