import { createCipheriv } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noise } from './backup-fixture.ts';

const words = 'The tide comes in and goes out twice a day, and nobody can hold it back by asking. '.split(
  ' ',
);

/** Letters, figures, pictures: a small set of files as people have them, in ten folders. */
export function writeDocuments(folder: string, count: number): void {
  for (let number = 0; number < count; number++) {
    const inside = join(folder, `folder ${number % 10}`);
    mkdirSync(inside, { recursive: true });
    const text = Array.from({ length: 400 }, (_, at) => words[(at * (number + 3)) % words.length]).join(' ');
    const [extension, contents] = [
      ['txt', Buffer.from(`${number}\n${text}`)],
      ['csv', Buffer.from(text.replaceAll(' ', ','))],
      ['jpg', Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), noise(3_000, number + 1)])],
      ['pdf', Buffer.concat([Buffer.from(`%PDF-1.7\n${number}\n`), Buffer.from(text)])],
      [
        'png',
        Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), noise(3_000, number + 9)]),
      ],
    ][number % 5] as [string, Buffer];
    const path = join(inside, `file ${number}.${extension}`);
    writeFileSync(path, contents);
    const old = new Date(Date.UTC(2024, 0, 1 + number));
    utimesSync(path, old, old);
  }
}

/** All files below, in a fixed order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

/** As an encryptor does it: in place, names as they were. */
export function encryptInPlace(files: readonly string[], key = 1): void {
  for (const path of files) {
    const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, key), Buffer.alloc(16, path.length));
    writeFileSync(path, Buffer.concat([cipher.update(readFileSync(path)), cipher.final()]));
  }
}
