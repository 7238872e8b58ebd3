import type { SeededRandom } from '../../simulation/seeded-random.ts';
import * as media from './media.ts';
import * as packed from './packed.ts';
import * as text from './plain-text.ts';
import * as programs from './programs.ts';
import * as stores from './stores.ts';

type Kind = {
  readonly make: (random: SeededRandom, size: number) => Buffer;
  /** Bytes, smallest and largest: as large as their real brothers would be if disks were a hundred times smaller. */
  readonly sizes: readonly [number, number];
};

const kind = (make: Kind['make'], from: number, to: number): Kind => ({ make, sizes: [from, to] });

export const kinds = {
  text: kind(text.prose, 200, 20_000),
  code: kind(text.sourceCode, 300, 16_000),
  minified: kind(text.minifiedScript, 4_000, 60_000),
  sourceMap: kind(text.sourceMap, 2_000, 40_000),
  table: kind(text.table, 1_000, 60_000),
  json: kind(text.json, 300, 30_000),
  log: kind(text.log, 2_000, 80_000),
  html: kind(text.page, 800, 30_000),
  xml: kind(text.xml, 600, 20_000),
  rtf: kind(text.richText, 2_000, 30_000),
  mail: kind(text.mail, 1_000, 30_000),
  mailbox: kind(text.mailbox, 20_000, 120_000),
  pem: kind(text.key, 1_600, 1_700),
  calendar: kind(text.calendar, 1_000, 20_000),
  docx: kind(packed.officeDocument, 6_000, 60_000),
  odt: kind(packed.openDocument, 6_000, 50_000),
  zip: kind(packed.zipArchive, 8_000, 120_000),
  jar: kind(packed.jar, 4_000, 60_000),
  gz: kind(packed.gzipped, 2_000, 40_000),
  sevenZip: kind(packed.sevenZip, 8_000, 100_000),
  rar: kind(packed.rar, 8_000, 100_000),
  gitObject: kind(packed.gitObject, 150, 6_000),
  gitPack: kind(packed.gitPack, 20_000, 120_000),
  png: kind(packed.png, 2_000, 60_000),
  pdf: kind(packed.pdf, 8_000, 100_000),
  jpeg: kind(media.jpeg, 12_000, 80_000),
  heic: kind(media.heic, 10_000, 60_000),
  rawPicture: kind(media.rawPicture, 60_000, 140_000),
  gif: kind(media.gif, 2_000, 30_000),
  webp: kind(media.webp, 2_000, 30_000),
  layers: kind(media.layers, 30_000, 140_000),
  mp3: kind(media.mp3, 30_000, 90_000),
  m4a: kind(media.m4a, 30_000, 90_000),
  flac: kind(media.flac, 60_000, 140_000),
  wav: kind(media.wav, 60_000, 140_000),
  mp4: kind(media.mp4, 60_000, 160_000),
  mov: kind(media.mov, 60_000, 160_000),
  exe: kind(programs.exe, 20_000, 120_000),
  elf: kind(programs.elf, 10_000, 100_000),
  wasm: kind(programs.wasm, 8_000, 60_000),
  javaClass: kind(programs.javaClass, 1_000, 12_000),
  pyc: kind(programs.pyc, 1_000, 16_000),
  font: kind(programs.font, 16_000, 60_000),
  webFont: kind(programs.webFont, 10_000, 40_000),
  icon: kind(programs.icon, 1_000, 8_000),
  ownFormat: kind(programs.ownFormat, 1_000, 40_000),
  sqlite: kind(stores.sqlite, 8_000, 100_000),
  ole: kind(stores.compoundDocument, 12_000, 80_000),
  pst: kind(stores.mailStore, 60_000, 160_000),
  kdbx: kind(stores.passwordStore, 2_000, 6_000),
  vault: kind(stores.vault, 60_000, 160_000),
  age: kind(stores.ageFile, 2_000, 40_000),
  pgp: kind(stores.pgpFile, 2_000, 40_000),
  plist: kind(stores.propertyList, 300, 3_000),
  empty: kind(() => Buffer.alloc(0), 0, 0),
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
